import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { limits } from '#protocol/limits.ts';
import { uniqueName } from '../../support/people.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { SealedPeer } from '../sealed/support/sealed-peer.ts';
import { hashOf, metadataHeader, someBytes, tus } from './support/files.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => stopServer(server));

async function newPeer(): Promise<SealedPeer> {
  const peer = await SealedPeer.connect(server.url);
  const tokens = await peer.signUp(uniqueName('alice'));
  await peer.authenticate(tokens.access_token);
  return peer;
}

async function begin(peer: SealedPeer, byteCount: number): Promise<string> {
  const headers = {
    ...tus,
    'upload-length': String(byteCount),
    'upload-metadata': metadataHeader({ filename: 'sealed.bin' }),
  };
  const answer = await peer.callWithBytes('POST', '/attachments/uploads', { headers });
  expect(answer.status).toBe(201);
  return answer.headers?.['location']?.split('/').at(-1) ?? '';
}

function patch(peer: SealedPeer, id: string, offset: number, bytes: Uint8Array) {
  const headers = {
    ...tus,
    'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream',
  };
  return peer.callWithBytes('PATCH', `/attachments/uploads/${id}`, { headers, bytes });
}

const step = limits.sealedBytesMax;

describe('bytes over the sealed channel', () => {
  it('go up and come down in steps', async () => {
    const peer = await newPeer();
    const bytes = someBytes(2 * step + 12_345);
    const id = await begin(peer, bytes.length);
    for (let at = 0; at < bytes.length; at += step) {
      const answer = await patch(peer, id, at, bytes.subarray(at, at + step));
      expect(answer.status).toBe(204);
      expect(answer.headers?.['upload-offset']).toBe(String(Math.min(at + step, bytes.length)));
    }
    const { body: info } = await peer.call<AttachmentInfo>('GET', `/attachments/${id}/info`);
    expect(info.file_size).toBe(bytes.length);
    const first = await peer.callWithBytes('GET', `/attachments/${id}`);
    expect(first.status).toBe(206);
    const total = String(bytes.length);
    expect(first.headers?.['content-range']).toBe(`bytes 0-${String(step - 1)}/${total}`);
    const pieces = [first.content];
    for (let at = step; at < bytes.length; at += step) {
      const headers = { range: `bytes=${String(at)}-` };
      pieces.push((await peer.callWithBytes('GET', `/attachments/${id}`, { headers })).content);
    }
    expect(hashOf(Buffer.concat(pieces))).toBe(hashOf(bytes));
  });

  it('may follow before what is before them has been acknowledged', async () => {
    const peer = await newPeer();
    const bytes = someBytes(3 * step + 777);
    const id = await begin(peer, bytes.length);
    const pieces = [0, 1, 2, 3].map((index) => bytes.subarray(index * step, (index + 1) * step));
    const answers = await Promise.all(
      pieces.map((piece, index) => patch(peer, id, index * step, piece)),
    );
    const reached = answers.map(({ headers }) => Number(headers?.['upload-offset']));
    expect(reached).toEqual([step, 2 * step, 3 * step, bytes.length]);
    const content: Uint8Array[] = [];
    for (const [index] of pieces.entries()) {
      const headers = { range: `bytes=${String(index * step)}-` };
      content.push((await peer.callWithBytes('GET', `/attachments/${id}`, { headers })).content);
    }
    expect(hashOf(Buffer.concat(content))).toBe(hashOf(bytes));
  });

  it('are refused where they leave something out, also behind one that is on its way', async () => {
    const peer = await newPeer();
    const id = await begin(peer, 3 * step);
    const [first, afar] = await Promise.all([
      patch(peer, id, 0, someBytes(step)),
      patch(peer, id, 2 * step, someBytes(step)),
    ]);
    expect([first.status, afar.status]).toEqual([204, 409]);
    expect((await patch(peer, id, step, someBytes(10))).status).toBe(204);
  });

  it('let other requests pass in between', async () => {
    const peer = await newPeer();
    const bytes = someBytes(step);
    const id = await begin(peer, bytes.length);
    const headers = {
      ...tus,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    };
    const path = `/api/v1/attachments/uploads/${id}`;
    peer.say({ id: 9_000, method: 'PATCH', path, headers, bytes: bytes.length });
    peer.sayBytes(9_000, bytes.subarray(0, step / 2));
    expect((await peer.call('GET', '/auth/me')).status).toBe(200);
    peer.sayBytes(9_000, bytes.subarray(step / 2));
    while (!peer.answers.some((each) => each.id === 9_000)) await peer.change();
    expect(peer.answers.find((each) => each.id === 9_000)?.status).toBe(204);
  });

  it('are swallowed where the request was refused', async () => {
    const peer = await newPeer();
    const unknown = await patch(peer, '0190b0a0-0000-7000-8000-000000000000', 0, someBytes(step));
    expect(unknown.status).toBe(404);
    const notFound = await peer.callWithBytes('POST', '/nowhere', { bytes: someBytes(200_000) });
    expect(notFound.status).toBe(404);
    expect((await peer.call('GET', '/auth/me')).status).toBe(200);
  });

  it('may be outstanding for a few requests only', async () => {
    const peer = await newPeer();
    const path = '/api/v1/attachments/uploads/0190b0a0-0000-7000-8000-000000000000';
    for (let id = 100; id < 101 + limits.sealedByteRequestsMax; id += 1) {
      peer.say({ id, method: 'PATCH', path, headers: tus, bytes: 10 });
    }
    const last = 100 + limits.sealedByteRequestsMax;
    while (!peer.answers.some((each) => each.id === last)) await peer.change();
    expect(peer.answers.find((each) => each.id === last)?.status).toBe(429);
  });

  it.each([
    ['more than was announced', 10, 11],
    ['for a request that announced none', undefined, 5],
  ])('end the session when there are %s', async (_, announced, sent) => {
    const peer = await newPeer();
    const path = '/api/v1/attachments/uploads/0190b0a0-0000-7000-8000-000000000000';
    peer.say({ id: 50, method: 'PATCH', path, headers: tus, bytes: announced });
    peer.sayBytes(50, someBytes(sent));
    expect(await peer.whenClosed()).toMatchObject({ reason: 'malformed record' });
  });

  it('are never more than the bound', async () => {
    const peer = await newPeer();
    peer.say({ id: 51, method: 'PATCH', path: '/api/v1/attachments', bytes: step + 1 });
    while (!peer.answers.some((each) => each.id === 51)) await peer.change();
    expect(peer.answers.find((each) => each.id === 51)?.status).toBe(400);
  });
});
