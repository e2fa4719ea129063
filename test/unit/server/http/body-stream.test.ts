import { expect, it } from 'vitest';
import { HttpBody } from '#server/http/body-stream.ts';

/** A connection that hands out a body, and notes when it is held back. */
function connection() {
  const flow: string[] = [];
  let hear: (piece: ArrayBuffer, isLast: boolean) => void = () => undefined;
  const response = {
    onData: (listener: typeof hear) => (hear = listener),
    pause: () => flow.push('paused'),
    resume: () => flow.push('resumed'),
  };
  const body = new HttpBody(response as unknown as ConstructorParameters<typeof HttpBody>[0]);
  const send = (bytes: number | string, isLast = false) => {
    const piece = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.alloc(bytes);
    hear(new Uint8Array(piece).buffer, isLast);
  };
  return { body, flow, send };
}

it.each([
  ['nothing', []],
  ['one piece', ['{"a":1}']],
  ['several', ['{"a"', '', ':1}']],
])('is all of what comes: %s', async (_, pieces) => {
  const { body, send } = connection();
  const all = body.readAll(100);
  for (const piece of pieces) send(piece);
  send('', true);
  expect((await all).toString()).toBe(pieces.join(''));
});

it('is read no further than it may be', async () => {
  const { body, send } = connection();
  send('12345678');
  send('9', true);
  await expect(body.readAll(8)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
});

it('is refused where the client goes before its end, waited for or not', async () => {
  for (const isWaiting of [true, false]) {
    const { body, send } = connection();
    send('begun');
    const all = isWaiting ? body.readAll(100) : null;
    body.abort();
    await expect(all ?? body.readAll(100)).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  }
});

it('holds the client back while much waits, and lets it on once half of it was taken', async () => {
  const { body, flow, send } = connection();
  for (let count = 0; count < 5; count += 1) send(100_000);
  expect(flow).toEqual(['paused']);
  const taken: number[] = [];
  for await (const piece of body.stream()) {
    taken.push(piece.length);
    if (taken.length === 3) expect(flow).toEqual(['paused']);
    if (taken.length === 5) send(7, true);
  }
  expect(flow).toEqual(['paused', 'resumed']);
  expect(taken).toEqual([100_000, 100_000, 100_000, 100_000, 100_000, 7]);
});

it('lets through what nobody will read, unless the client has gone', async () => {
  const { body, flow, send } = connection();
  send(300_000);
  body.discard();
  send(300_000, true);
  expect(flow).toEqual(['paused', 'resumed']);
  expect(await body.readAll(100)).toHaveLength(0);
  const gone = connection();
  gone.send(300_000);
  gone.body.abort();
  gone.body.discard();
  expect(gone.flow).toEqual(['paused']);
});
