import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { newPeople } from '../../support/people.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import {
  beginUpload,
  fetchBytes,
  hashOf,
  metadataHeader,
  offsetOf,
  request,
  sendBytes,
  someBytes,
  tus,
  upload,
} from './support/files.ts';

let server: TestServer;
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  server = await startServer({ storageLimits: { fileMaxBytes: 5_000_000 } });
  [alice, bob] = await newPeople(server.url, 'alice', 'bob');
});

afterAll(() => stopServer(server));

const chunk = 65_536;

describe('an upload in parts', () => {
  // Around the ends of chunks, where the last one is kept elsewhere.
  it.each([1, chunk - 1, chunk, chunk + 1, 3 * chunk, 700_001])(
    'is whole after its last byte: %i bytes',
    async (size) => {
      const bytes = someBytes(size);
      const id = await beginUpload(server.url, alice, size, { filename: 'plan.bin' });
      const cuts = [0, Math.floor(size / 3), Math.floor(size / 2), size];
      for (const [index, start] of cuts.slice(0, -1).entries()) {
        expect(await offsetOf(server.url, alice, id)).toBe(start);
        const part = bytes.subarray(start, cuts[index + 1]);
        const answer = await sendBytes(server.url, alice, id, start, part);
        expect(answer.status).toBe(204);
        expect(answer.headers.get('upload-offset')).toBe(String(cuts[index + 1]));
        expect(answer.headers.get('tus-resumable')).toBe('1.0.0');
      }
      const { body: info } = await alice.get<AttachmentInfo>(`/attachments/${id}/info`);
      expect(info).toMatchObject({ id, file_name: 'plan.bin', file_size: size });
      const bytesBack = await fetchBytes(server.url, info.download_url);
      expect(hashOf(bytesBack)).toBe(hashOf(bytes));
    },
  );

  it('can be empty', async () => {
    const info = await upload(server.url, alice, new Uint8Array());
    expect(info.file_size).toBe(0);
    expect(await fetchBytes(server.url, info.download_url)).toHaveLength(0);
  });

  it('goes on from where it is and from nowhere else', async () => {
    const id = await beginUpload(server.url, alice, 100);
    await sendBytes(server.url, alice, id, 0, someBytes(40));
    for (const offset of [0, 39, 41, 100]) {
      const answer = await sendBytes(server.url, alice, id, offset, someBytes(10));
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ error_code: 'UPLOAD_OFFSET_MISMATCH' });
    }
    expect(await offsetOf(server.url, alice, id)).toBe(40);
  });

  it('takes no more than it said', async () => {
    const id = await beginUpload(server.url, alice, 100);
    const answer = await sendBytes(server.url, alice, id, 0, someBytes(101));
    expect(answer.status).toBe(413);
  });

  it('tells a client that lost the last answer that the file is whole', async () => {
    const bytes = someBytes(10);
    const { id } = await upload(server.url, alice, bytes);
    expect(await offsetOf(server.url, alice, id)).toBe(10);
    expect((await sendBytes(server.url, alice, id, 10, new Uint8Array())).status).toBe(204);
    expect((await sendBytes(server.url, alice, id, 0, bytes)).status).toBe(409);
  });

  it('is its uploader’s alone', async () => {
    const id = await beginUpload(server.url, alice, 100);
    for (const method of ['HEAD', 'DELETE']) {
      const answer = await request(server.url, bob, method, `/uploads/${id}`, { headers: tus });
      expect(answer.status).toBe(404);
    }
    expect((await sendBytes(server.url, bob, id, 0, someBytes(10))).status).toBe(404);
    expect(await offsetOf(server.url, alice, id)).toBe(0);
  });

  it('can be given up, and then it is gone', async () => {
    const id = await beginUpload(server.url, alice, 100);
    await sendBytes(server.url, alice, id, 0, someBytes(40));
    const path = `/uploads/${id}`;
    const ended = await request(server.url, alice, 'DELETE', path, { headers: tus });
    expect(ended.status).toBe(204);
    const after = await request(server.url, alice, 'HEAD', path, { headers: tus });
    expect(after.status).toBe(404);
  });

  it('may begin with its bytes', async () => {
    const bytes = someBytes(50);
    const headers = {
      ...tus,
      'upload-length': '50',
      'upload-metadata': metadataHeader({ filename: 'at once' }),
      'content-type': 'application/offset+octet-stream',
    };
    const answer = await request(server.url, alice, 'POST', '/uploads', { headers, body: bytes });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('upload-offset')).toBe('50');
    const id = answer.headers.get('location')?.split('/').at(-1) ?? '';
    const { body } = await alice.get<AttachmentInfo>(`/attachments/${id}/info`);
    expect(body).toMatchObject({ file_name: 'at once', file_size: 50 });
  });

  it('is refused before it begins: too large, no length, another protocol', async () => {
    const begin = (headers: Record<string, string>) =>
      request(server.url, alice, 'POST', '/uploads', { headers });
    expect((await begin({ ...tus, 'upload-length': '5000001' })).status).toBe(413);
    expect((await begin(tus)).status).toBe(400);
    expect((await begin({ ...tus, 'upload-length': '-1' })).status).toBe(422);
    expect((await begin({ 'upload-length': '5' })).status).toBe(412);
    expect((await begin({ 'tus-resumable': '0.2.2', 'upload-length': '5' })).status).toBe(412);
  });

  it('describes itself to whoever asks', async () => {
    const answer = await request(server.url, null, 'OPTIONS', '/uploads');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('tus-version')).toBe('1.0.0');
    expect(answer.headers.get('tus-max-size')).toBe('5000000');
    expect(answer.headers.get('tus-extension')).toContain('creation');
  });
});
