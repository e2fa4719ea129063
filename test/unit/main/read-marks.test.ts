import { describe, expect, it } from 'vitest';
import { ClientError } from '#client/chat-client.ts';
import { AppError } from '#protocol/errors.ts';
import type { MessageId } from '#protocol/identifiers.ts';
import { ReadMarks } from '../../../src/main/session/read-marks.ts';
import { FakeClient } from './support/fake-client.ts';
import { RememberingLog } from './support/remembering-log.ts';

const ids = (...names: string[]) => names as MessageId[];

function makeMarks() {
  const client = new FakeClient('http://office:8000');
  const marks = new ReadMarks(new RememberingLog());
  marks.attach(client.asClient());
  const asked = () =>
    client.requests.map(
      ({ input }) => (input as { params: { message_id: string } }).params.message_id,
    );
  return { client, marks, asked };
}

async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('read marks', () => {
  it('are each sent once', async () => {
    const { marks, asked } = makeMarks();
    marks.mark(ids('a', 'b', 'a', 'c', 'd', 'e', 'f'));
    marks.mark(ids('b', 'g'));
    await settle();
    expect(asked()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('wait for the connection', async () => {
    const { client, marks, asked } = makeMarks();
    client.answer = () => {
      throw new ClientError('UNREACHABLE', 'Cannot reach it');
    };
    marks.mark(ids('a'));
    await settle();
    client.answer = () => ({});
    client.emit('connection', { status: 'connecting' });
    await settle();
    expect(asked()).toEqual(['a']);
    client.emit('connection', { status: 'online' });
    await settle();
    expect(asked()).toEqual(['a', 'a']);
  });

  it('are not tried again when the message is gone', async () => {
    const { client, marks, asked } = makeMarks();
    client.answer = () => {
      throw new AppError('MESSAGE_NOT_FOUND');
    };
    marks.mark(ids('a'));
    await settle();
    client.emit('connection', { status: 'online' });
    await settle();
    expect(asked()).toEqual(['a']);
  });

  it('of one person are never sent as those of another', async () => {
    const { client, marks, asked } = makeMarks();
    client.answer = () => {
      throw new ClientError('UNREACHABLE', 'Cannot reach it');
    };
    marks.mark(ids('a'));
    await settle();
    marks.reset();
    client.emit('connection', { status: 'online' });
    await settle();
    expect(asked()).toEqual(['a']);
  });
});
