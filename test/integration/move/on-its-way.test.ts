import { expect, it } from 'vitest';
import { uploadMediaType } from '#protocol/attachments.ts';
import { parseMoveLink } from '#protocol/invite-link.ts';
import { OldHost } from '#server/move/successor-client.ts';
import { eventually } from '../../support/eventually.ts';
import { RawConnection } from '../../support/raw-connection.ts';
import { signUp } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { beginUpload, offsetOf, someBytes, tus } from '../attachments/support/files.ts';
import { moveLink } from './support.ts';

const fileBytes = 200_000;

/** A file of which half has been sent, in a request that the server has begun to read. */
async function halfSent(url: string, sender: TestPerson) {
  const bytes = someBytes(fileBytes);
  const id = await beginUpload(url, sender, fileBytes);
  const connection = await RawConnection.open(url);
  const headers = {
    ...{ host: new URL(url).host, authorization: `Bearer ${sender.token}` },
    ...{ ...tus, 'upload-offset': '0', 'content-type': uploadMediaType },
    'content-length': String(fileBytes),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  connection.send(`PATCH /api/v1/attachments/uploads/${id} HTTP/1.1\r\n${lines.join('')}\r\n`);
  connection.send(bytes.subarray(0, fileBytes / 2));
  await eventually(async () => {
    const figures = await (await fetch(`${url}/metrics`)).text();
    expect(figures).toMatch(/^future_talk_uploads_underway 1$/m);
  });
  return { id, connection, rest: bytes.subarray(fileBytes / 2) };
}

it('what comes to an end while the last is copied is not acknowledged, and done if nothing moves', async () => {
  const server = await startServerForTest();
  const admin = await signUp(server.url, 'host');
  const { id, connection, rest } = await halfSent(server.url, admin);
  const { host } = await OldHost.join(parseMoveLink(await moveLink(admin)), null);
  await host.content(true);
  connection.send(rest);
  await host.giveUp();
  await connection.until(({ statuses }) => statuses.length > 0);
  expect(connection.statuses).toEqual([204]);
  expect(await offsetOf(server.url, admin, id)).toBe(fileBytes);
  await host.close();
});

it('what comes to an end while the last is copied is refused once the server has moved', async () => {
  const server = await startServerForTest();
  const admin = await signUp(server.url, 'host');
  const { connection, rest } = await halfSent(server.url, admin);
  const { host } = await OldHost.join(parseMoveLink(await moveLink(admin)), null);
  const { files } = await host.content(true);
  // An acknowledgement now would be of something that is not in the copy.
  expect(files.map(({ bytes }) => bytes)).toEqual([0]);
  connection.send(rest);
  await host.complete(['127.0.0.1:9'], 2 ** 32);
  await host.close();
  await server.close();
  await connection.until(({ statuses }) => statuses.length > 0);
  expect(connection.statuses).toEqual([503]);
  expect(connection.text).toContain('"error_code":"SERVER_MOVED"');
});
