import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { newFriends, openSockets } from '../../support/people.ts';
import { say, signUp, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { fetchBytes, request, someBytes, upload } from './support/files.ts';

let server: TestServer;
let alice: TestPerson;
let bob: TestPerson;
let carol: TestPerson;
let mallory: TestPerson;
let conversation: Conversation;

beforeAll(async () => {
  server = await startServer();
  [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
  mallory = await signUp(server.url, 'mallory');
  conversation = await startConversation(alice, bob, carol);
});

afterAll(() => stopServer(server));

async function statusFor(person: TestPerson | null, path: string): Promise<number> {
  return (await request(server.url, person, 'GET', path)).status;
}

async function sendFile(bytes: Buffer, more: Record<string, unknown> = {}): Promise<Message> {
  const { id } = await upload(server.url, alice, bytes, { filename: 'übersicht "1".txt' });
  return say(alice, conversation, '', { attachments: [id], ...more });
}

describe('ranges', () => {
  const bytes = someBytes(200_000);
  const total = bytes.length;

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=10-65545', 10, 65_545],
    ['bytes=65536-131071', 65_536, 131_071],
    ['bytes=199999-', 199_999, 199_999],
    ['bytes=150000-999999', 150_000, 199_999],
    ['bytes=-5', 199_995, 199_999],
    ['bytes=-999999', 0, 199_999],
  ])('%s', async (range, first, last) => {
    const { id } = await upload(server.url, alice, bytes);
    const answer = await request(server.url, alice, 'GET', `/${id}`, { headers: { range } });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(
      `bytes ${String(first)}-${String(last)}/${String(total)}`,
    );
    const body = Buffer.from(await answer.arrayBuffer());
    expect(body.equals(bytes.subarray(first, last + 1))).toBe(true);
  });

  it('that have nothing in them are 416, and what is no range is passed over', async () => {
    const { id } = await upload(server.url, alice, bytes);
    const status = async (range: string) =>
      (await request(server.url, alice, 'GET', `/${id}`, { headers: { range } })).status;
    expect(await status('bytes=200000-')).toBe(416);
    expect(await status('bytes=-0')).toBe(416);
    for (const range of ['bytes=5-4', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=-']) {
      expect(await status(range)).toBe(200);
    }
  });

  it('HEAD tells the length and sends no bytes', async () => {
    const { id } = await upload(server.url, alice, bytes);
    const answer = await request(server.url, alice, 'HEAD', `/${id}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe('200000');
    expect(answer.headers.get('accept-ranges')).toBe('bytes');
    expect(await answer.text()).toBe('');
  });
});

describe('a file that was sent', () => {
  it('comes with its message to everybody in the conversation', async () => {
    const [socket] = await openSockets(server.url, bob);
    const bytes = someBytes(70_000);
    const message = await sendFile(bytes);
    const event = await socket.next('new_message');
    const page = await carol.get<Message[]>(
      `/messages/conversations/${conversation.id}/messages?limit=1`,
    );
    const seen = [message, event['message'], page.body[0]];
    for (const each of seen) {
      const [attachment] = each?.attachments ?? [];
      expect(attachment).toMatchObject({ file_name: 'übersicht "1".txt', file_size: 70_000 });
      const back = await fetchBytes(server.url, attachment?.download_url);
      expect(back.equals(bytes)).toBe(true);
    }
  });

  it('is saved by a browser and never run by it', async () => {
    const message = await sendFile(someBytes(10));
    const answer = await fetch(`${server.url}${message.attachments[0]?.download_url ?? ''}`);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="_bersicht _1_.txt"; filename*=UTF-8''%C3%BCbersicht%20%221%22.txt`,
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is for those who take part now, and for nobody else', async () => {
    const group = await startConversation(alice, bob, carol);
    const { id } = await upload(server.url, alice, someBytes(10));
    expect(await statusFor(alice, `/${id}`)).toBe(200);
    expect(await statusFor(bob, `/${id}`)).toBe(404);
    await say(alice, group, 'look', { attachments: [id] });
    for (const path of [`/${id}`, `/${id}/info`]) {
      for (const person of [alice, bob, carol]) expect(await statusFor(person, path)).toBe(200);
      expect(await statusFor(mallory, path)).toBe(404);
      expect(await statusFor(null, path)).toBe(401);
    }
    await carol.post(`/messages/conversations/${group.id}/leave`);
    expect(await statusFor(carol, `/${id}`)).toBe(404);
    await alice.post(`/messages/conversations/${group.id}/leave`);
    expect(await statusFor(alice, `/${id}`)).toBe(404);
    expect(await statusFor(alice, `/${randomUUID()}`)).toBe(404);
  });

  it('has an address that is good for itself alone', async () => {
    const one = await upload(server.url, alice, someBytes(10));
    const other = await upload(server.url, alice, someBytes(10));
    const token = one.download_url?.split('token=').at(-1) ?? '';
    expect(await statusFor(null, `/${one.id}?token=${token}`)).toBe(200);
    expect(await statusFor(null, `/${other.id}?token=${token}`)).toBe(401);
    const later = token.replace(/^\d+/, (end) => String(Number(end) + 900));
    expect(await statusFor(null, `/${one.id}?token=${later}`)).toBe(401);
    expect(await statusFor(null, `/${one.id}?token=nonsense`)).toBe(401);
    expect(await statusFor(null, `/${one.id}/info?token=${token}`)).toBe(401);
  });
});

describe('sending', () => {
  const refusal = { status: 404, body: { error_code: 'ATTACHMENT_NOT_FOUND' } };
  const send = (person: TestPerson, attachments: string[], content = 'look') =>
    person.post(`/messages/conversations/${conversation.id}/messages`, { content, attachments });

  it('takes only files of one’s own that are whole and were not sent before', async () => {
    const { id } = await upload(server.url, alice, someBytes(10));
    expect(await send(bob, [id])).toMatchObject(refusal);
    expect(await send(alice, [randomUUID()])).toMatchObject(refusal);
    expect((await send(alice, [id])).status).toBe(201);
    expect(await send(alice, [id])).toMatchObject(refusal);
  });

  it('keeps the order of the files, and may have no text then', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push((await upload(server.url, alice, someBytes(5))).id);
    }
    const { status, body } = (await send(alice, ids.toReversed(), '')) as {
      status: number;
      body: Message;
    };
    expect(status).toBe(201);
    expect(body.attachments.map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await send(alice, [], '')).status).toBe(422);
    expect((await send(alice, [ids[0] ?? '', ids[0] ?? ''])).status).toBe(422);
  });
});

describe('a file that is sent on', () => {
  it('is a file of one’s own with the same bytes', async () => {
    const bytes = someBytes(70_000);
    const message = await sendFile(bytes);
    const original = message.attachments[0]?.id ?? '';
    const { status, body } = await bob.post<AttachmentInfo>(`/attachments/${original}/copy`);
    expect(status).toBe(201);
    expect(body.id).not.toBe(original);
    expect(body).toMatchObject({ file_size: 70_000, file_name: 'übersicht "1".txt' });
    expect((await fetchBytes(server.url, body.download_url)).equals(bytes)).toBe(true);
    const toCarol = await startConversation(bob, carol);
    const forwarded = await say(bob, toCarol, '', { attachments: [body.id] });
    const address = forwarded.attachments[0]?.download_url;
    expect((await fetchBytes(server.url, address)).equals(bytes)).toBe(true);
  });

  it('is one that the caller may see and that is to stay', async () => {
    const message = await sendFile(someBytes(10));
    const id = message.attachments[0]?.id ?? '';
    expect((await mallory.post(`/attachments/${id}/copy`)).status).toBe(404);
    const burning = await sendFile(someBytes(10), { self_destruct_timer: 3_600 });
    const burningId = burning.attachments[0]?.id ?? '';
    expect((await bob.post(`/attachments/${burningId}/copy`)).status).toBe(403);
  });
});

describe('a file that was not sent', () => {
  it('can be removed by its uploader, once', async () => {
    const { id } = await upload(server.url, alice, someBytes(10));
    expect((await bob.delete(`/attachments/${id}`)).status).toBe(404);
    expect((await alice.delete(`/attachments/${id}`)).status).toBe(200);
    expect(await statusFor(alice, `/${id}`)).toBe(404);
    expect((await alice.delete(`/attachments/${id}`)).status).toBe(404);
    const sent = await sendFile(someBytes(10));
    expect((await alice.delete(`/attachments/${sent.attachments[0]?.id ?? ''}`)).status).toBe(404);
  });
});
