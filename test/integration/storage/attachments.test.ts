import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { databaseFileIn, withDatabase } from '../../support/database-file.ts';
import { decryptedPages } from '../../support/decrypted-pages.ts';
import { eventually } from '../../support/eventually.ts';
import { newFriends } from '../../support/people.ts';
import { personAt, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { findTexts } from '../../support/stored-bytes.ts';
import { startServer, startServerForTest } from '../../support/test-server.ts';
import { beginUpload, request, sendBytes, upload } from '../attachments/support/files.ts';

const secret = 'the plan of the vault';

function fileWith(text: string): Buffer {
  return Buffer.concat([randomBytes(70_000), Buffer.from(text), randomBytes(70_000)]);
}

function filesOf(dataFolder: string): string[] {
  return readdirSync(join(dataFolder, 'attachments'));
}

async function statusOf(url: string, person: TestPerson, id: string): Promise<number> {
  return (await request(url, person, 'GET', `/${id}`)).status;
}

it('keeps nothing of a file in clear, and nothing at all once its message is gone', async () => {
  const server = await startServerForTest();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const filename = 'vault-drawing-of-the-basement.bin';
  const stays = await upload(server.url, alice, fileWith('something else'));
  await say(alice, conversation, '', { attachments: [stays.id] });
  const whole = await upload(server.url, bob, fileWith(secret), { filename });
  const half = await beginUpload(server.url, bob, 200_000, { filename });
  await sendBytes(server.url, bob, half, 0, fileWith(secret));
  const sent = [];
  for (const timer of [null, 5]) {
    const { id } = await upload(server.url, alice, fileWith(secret), { filename });
    const more = { attachments: [id], self_destruct_timer: timer };
    sent.push({ id, message: await say(alice, conversation, '', more) });
  }
  expect(filesOf(server.dataFolder)).toHaveLength(5);
  expect(findTexts(server.dataFolder, [secret, filename])).toEqual([]);
  // One at its time, one by hand; one that was never sent, and one that never became whole.
  await alice.delete(`/messages/messages/${sent[0]?.message.id ?? ''}`);
  await bob.delete(`/attachments/${whole.id}`);
  const headers = { 'tus-resumable': '1.0.0' };
  await request(server.url, bob, 'DELETE', `/uploads/${half}`, { headers });
  await eventually(() => {
    expect(filesOf(server.dataFolder)).toEqual([stays.id]);
  });
  for (const { id } of sent) expect(await statusOf(server.url, bob, id)).toBe(404);
  expect(await statusOf(server.url, bob, stays.id)).toBe(200);
  const pages = Buffer.concat(decryptedPages(databaseFileIn(server.dataFolder), server.key));
  for (const text of [secret, filename]) expect(pages.includes(text)).toBe(false);
});

it('removes at its start what a crash left behind', async () => {
  const server = await startServer();
  const [alice] = await newFriends(server.url, 'alice', 'bob');
  const kept = await upload(server.url, alice, fileWith('kept'));
  await server.close();
  writeFileSync(join(server.dataFolder, 'attachments', randomUUID()), 'left over');
  const again = await startServerForTest({
    dataFolder: server.dataFolder,
    unlock: () => server.key,
  });
  expect(filesOf(server.dataFolder)).toEqual([kept.id]);
  expect(await statusOf(again.url, personAt(again.url, alice), kept.id)).toBe(200);
});

it('erases what was not sent in time, and what a message has left, of many', async () => {
  const server = await startServer();
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  const files = { kept: '', left: '', unsent: '' };
  for (const name of ['kept', 'left', 'unsent'] as const) {
    files[name] = (await upload(server.url, alice, fileWith(name))).id;
  }
  await say(alice, conversation, '', { attachments: [files.kept] });
  const gone = await say(alice, conversation, '', { attachments: [files.left] });
  await server.close();
  const many = 500;
  withDatabase(server.dataFolder, server.key, (database) => {
    database.prepare('DELETE FROM message WHERE id = ?').run(gone.id);
    database.prepare('UPDATE attachment SET created_at = 0 WHERE id = ?').run(files.unsent);
    const copy = database.prepare(`INSERT INTO attachment
      SELECT ?, uploader_id, blob_id, byte_count, key_id, details, created_at, message_id, position, 0
      FROM attachment WHERE id = ?`);
    for (let made = 0; made < many; made += 1) copy.run(randomUUID(), files.kept);
    const last = 'ffffffff-ffff-7fff-bfff-ffffffffffff';
    database.prepare('UPDATE attachment SET id = ? WHERE id = ?').run(last, files.left);
  });
  const again = await startServerForTest({
    dataFolder: server.dataFolder,
    unlock: () => server.key,
  });
  await eventually(() => {
    expect(filesOf(server.dataFolder)).toEqual([files.kept]);
  });
  const her = personAt(again.url, alice);
  expect(await statusOf(again.url, her, files.kept)).toBe(200);
  const stay = withDatabase(server.dataFolder, server.key, (database) =>
    database.prepare('SELECT count(*) FROM attachment').pluck().get(),
  );
  expect(stay).toBe(many + 1);
});
