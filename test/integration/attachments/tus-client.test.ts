import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { rmSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { Upload } from 'tus-js-client';
import type { UploadOptions } from 'tus-js-client';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { newPeople } from '../../support/people.ts';
import { personAt } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { listeningServer } from '../../support/server-process.ts';
import { startServerForTest, temporaryFolder } from '../../support/test-server.ts';
import { fetchBytes, hashOf, offsetOf, request, someBytes, tus } from './support/files.ts';

/** A client that a stranger wrote against the protocol, with nothing changed. */
function tusUpload(url: string, person: TestPerson, bytes: Buffer, options: UploadOptions = {}) {
  const upload = new Upload(bytes, {
    endpoint: `${url}/api/v1/attachments/uploads`,
    headers: { authorization: `Bearer ${person.token}` },
    metadata: { filename: 'by tus.bin', filetype: 'text/html' },
    retryDelays: null,
    ...options,
  });
  const done = new Promise<void>((resolve, reject) => {
    upload.options.onSuccess = () => {
      resolve();
    };
    upload.options.onError = reject;
  });
  done.catch(() => undefined);
  return { upload, done };
}

function idOf(upload: Upload): string {
  return upload.url?.split('/').at(-1) ?? '';
}

async function expectWhole(url: string, person: TestPerson, id: string, bytes: Buffer) {
  const { body } = await person.get<AttachmentInfo>(`/attachments/${id}/info`);
  expect(body).toMatchObject({ file_name: 'by tus.bin', file_size: bytes.length });
  expect(hashOf(await fetchBytes(url, body.download_url))).toBe(hashOf(bytes));
}

it('uploads at once, in pieces, and together with the creation', async () => {
  const { url } = await startServerForTest();
  const [alice] = await newPeople(url, 'alice');
  const bytes = someBytes(3_000_000);
  for (const options of [{}, { chunkSize: 700_001 }, { uploadDataDuringCreation: true }]) {
    const { upload, done } = tusUpload(url, alice, bytes, options);
    upload.start();
    await done;
    await expectWhole(url, alice, idOf(upload), bytes);
  }
});

it('ends what it began', async () => {
  const { url } = await startServerForTest();
  const [alice] = await newPeople(url, 'alice');
  const { upload } = tusUpload(url, alice, someBytes(5_000_000), { chunkSize: 100_000 });
  await new Promise<void>((resolve) => {
    upload.options.onChunkComplete = () => {
      resolve();
    };
    upload.start();
  });
  await upload.abort(true);
  const path = `/uploads/${idOf(upload)}`;
  const answer = await request(url, alice, 'HEAD', path, { headers: tus });
  expect(answer.status).toBe(404);
});

it('is refused what is too large before a byte of it is sent', async () => {
  const { url } = await startServerForTest({ storageLimits: { fileMaxBytes: 1_000 } });
  const [alice] = await newPeople(url, 'alice');
  const { upload, done } = tusUpload(url, alice, someBytes(1_001));
  upload.start();
  await expect(done).rejects.toThrow('response code: 413');
  expect(upload.url).toBeNull();
});

/** A connection that breaks off after so many bytes from the client. */
async function fragileProxy(port: number, breaksAfterBytes: number): Promise<string> {
  let bytes = 0;
  const proxy = net.createServer((client) => {
    const server = net.connect(port, '127.0.0.1');
    client.on('data', (data) => {
      bytes += data.length;
      if (bytes < breaksAfterBytes) server.write(data);
      else client.destroy();
    });
    server.on('data', (data) => client.write(data));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('error', () => to.destroy());
      from.on('close', () => to.end());
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.close();
  });
  return `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
}

it('goes on after a lost connection from what had come', async () => {
  const { url, port } = await startServerForTest();
  const [alice] = await newPeople(url, 'alice');
  const bytes = someBytes(6_000_000);
  const proxy = await fragileProxy(port, 3_000_000);
  const { upload, done } = tusUpload(proxy, alice, bytes, { chunkSize: 500_000 });
  upload.start();
  await expect(done).rejects.toThrow();
  const id = idOf(upload);
  // Five parts were acknowledged; of the sixth as much may be kept as had come.
  const offset = await offsetOf(url, alice, id);
  expect(offset).toBeGreaterThanOrEqual(2_500_000);
  expect(offset).toBeLessThan(3_000_000);

  const uploadUrl = `${url}/api/v1/attachments/uploads/${id}`;
  const again = tusUpload(url, alice, bytes, { uploadUrl });
  const progress: number[] = [];
  again.upload.options.onProgress = (sent) => progress.push(sent);
  again.upload.start();
  await again.done;
  expect(progress[0]).toBeGreaterThanOrEqual(offset);
  await expectWhole(url, alice, id, bytes);
});

it('goes on after the server was killed in the middle', async () => {
  const dataFolder = temporaryFolder();
  onTestFinished(() => {
    rmSync(dataFolder, { recursive: true, force: true });
  });
  const first = await listeningServer(dataFolder);
  const [alice] = await newPeople(first.url, 'alice');
  const bytes = someBytes(20_000_000);
  const { upload, done } = tusUpload(first.url, alice, bytes, { chunkSize: 1_000_001 });
  let acknowledged = 0;
  upload.options.onChunkComplete = (_size, accepted) => {
    acknowledged = accepted;
    if (accepted > 5_000_000) first.process.child.kill('SIGKILL');
  };
  upload.start();
  await expect(done).rejects.toThrow();
  await first.process.ended;

  const second = await listeningServer(dataFolder);
  const aliceAgain = personAt(second.url, alice);
  const id = idOf(upload);
  expect(await offsetOf(second.url, aliceAgain, id)).toBeGreaterThanOrEqual(acknowledged);
  const uploadUrl = `${second.url}/api/v1/attachments/uploads/${id}`;
  const again = tusUpload(second.url, aliceAgain, bytes, { uploadUrl });
  again.upload.start();
  await again.done;
  await expectWhole(second.url, aliceAgain, id, bytes);
});
