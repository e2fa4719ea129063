import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import { Attachments } from '#client/attachments/attachments.ts';
import type { AuthorisedRequests } from '#client/authorised-requests.ts';
import type { RawRequest } from '#client/requests.ts';
import type { TransportResponse } from '#client/transport.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';

const id = '0198c0de-0000-7000-8000-000000000001' as AttachmentId;
const content = randomBytes(Math.floor(limits.sealedBytesMax * 4.5));
const info = { id, file_size: content.length } as AttachmentInfo;

/** A server that has the file, and how many pieces are asked for at a time at most. */
function serverWith(answer: (piece: Uint8Array) => Partial<TransportResponse>) {
  const seen = { underway: 0, most: 0 };
  const callRaw = async ({ headers }: RawRequest): Promise<TransportResponse> => {
    seen.underway += 1;
    seen.most = Math.max(seen.most, seen.underway);
    await settle();
    seen.underway -= 1;
    const [, first = '', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(headers?.['range'] ?? '') ?? [];
    const bytes = content.subarray(Number(first), Number(last) + 1);
    const range = { 'content-range': `bytes ${first}-${last}/${String(content.length)}` };
    return { status: 206, headers: range, body: undefined, bytes, ...answer(bytes) };
  };
  return { requests: { callRaw } as unknown as AuthorisedRequests, seen };
}

function attachmentsFrom(requests: AuthorisedRequests, isOrdered: boolean): Attachments {
  const { timers, now } = new ManualClock();
  return new Attachments({ requests, timers, now, random: () => 0.5, isOrdered });
}

async function bytesOf(attachments: Attachments): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of attachments.downloadAll(info)) pieces.push(piece);
  return Buffer.concat(pieces);
}

it.each([
  [true, 3],
  [false, 1],
])('has all of a file, in order (one line: %s), %i pieces at a time', async (isOrdered, most) => {
  const { requests, seen } = serverWith(() => ({}));
  expect((await bytesOf(attachmentsFrom(requests, isOrdered))).equals(content)).toBe(true);
  expect(seen.most).toBe(most);
});

it.each([
  ['less than was asked for', (piece: Uint8Array) => ({ bytes: piece.subarray(1) })],
  ['no bytes', () => ({ bytes: undefined })],
  ['all of it where a part was asked for', () => ({ status: 200 })],
  ['a part that says not of what', () => ({ headers: {} })],
])('takes no file from a server that sends %s', async (_, answer) => {
  const { requests } = serverWith(answer);
  const downloaded = bytesOf(attachmentsFrom(requests, true));
  await expect(downloaded).rejects.toMatchObject({ code: 'NOT_A_SERVER' });
});
