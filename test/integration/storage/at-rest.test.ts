import SqlCipher from '@signalapp/sqlcipher';
import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Tokens } from '#protocol/accounts.ts';
import { databaseFileIn, storedKey } from '../../support/database-file.ts';
import { decryptedPages } from '../../support/decrypted-pages.ts';
import { befriend, password, personOf, rest, say } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import {
  contentsOf,
  filesIn,
  findTexts,
  findTextsInBytes,
  modeOf,
} from '../../support/stored-bytes.ts';

interface Marked {
  /** Texts that the server stores. */
  stored: string[];
  /** Texts that pass through it and that it does not keep. */
  passing: string[];
}

async function signUpMarked(url: string, mark: string): Promise<TestPerson> {
  const account = {
    username: `user-${mark}`,
    password: `${password} ${mark}`,
    display_name: `Größe ${mark}`,
    device_name: `Laptop ${mark}`,
  };
  return personOf(url, (await rest<Tokens>(url, 'POST', '/auth/register', { json: account })).body);
}

/** Lets two people do what leaves texts behind; answers every text that was said. */
async function talk(url: string): Promise<Marked> {
  const alice = await signUpMarked(url, 'quagga-one');
  const bob = await signUpMarked(url, 'axolotl-two');
  await befriend(alice, bob);
  const group = await alice.post<{ id: string }>('/messages/conversations', {
    participant_ids: [bob.id],
    conversation_type: 'group',
    name: 'Committee numbat',
  });
  const clientMessageId = 'client-id-pangolin';
  await say(alice, group.body, 'Meet at the old mill — 旧い水車', {
    client_message_id: clientMessageId,
  });
  await say(bob, group.body, `${'long '.repeat(900)}thylacine`);
  await say(bob, group.body, 'kakapo, for a while', { self_destruct_timer: 604_800 });
  await bob.get(`/messages/conversations/${group.body.id}/messages`);
  const renewed = await rest<Tokens>(url, 'POST', '/auth/refresh', {
    json: { refresh_token: alice.refreshToken },
  });
  const invite = await alice.post<{ code: string }>('/invites', {});
  const { access_token, refresh_token } = renewed.body;
  return {
    stored: [
      ...['user-quagga-one', 'user-axolotl-two', 'Größe quagga-one', 'Laptop axolotl-two'],
      ...['Committee numbat', clientMessageId, 'Meet at the old mill', '旧い水車', 'thylacine'],
      ...[alice.id, group.body.id, invite.body.code],
    ],
    passing: [
      ...['kakapo', `${password} quagga-one`, alice.token, alice.refreshToken],
      ...[bob.token, bob.refreshToken, access_token, refresh_token],
      // A JWT's parts are base64 of readable JSON.
      ...[alice.token, bob.token].flatMap((token) => token.split('.')),
    ],
  };
}

it('leaves no text, name or token in any file, neither while it runs nor afterwards', async () => {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  const { stored, passing } = await talk(server.url);
  const everything = [...stored, ...passing];

  expect(filesIn(folder)).toContain('future-talk.db-wal');
  expect(statSync(join(folder, 'future-talk.db-wal')).size).toBeGreaterThan(0);
  expect(findTexts(folder, everything)).toEqual([]);
  await server.process.stop('SIGKILL');
  expect(findTexts(folder, everything)).toEqual([]);
  await (await listeningServer(folder)).process.stop();
  expect(findTexts(folder, everything)).toEqual([]);

  // The search itself is not blind: under the key, it finds what is stored and nothing else.
  const pages = Buffer.concat(decryptedPages(databaseFileIn(folder), storedKey(folder)));
  for (const text of stored) expect(findTextsInBytes(pages, [text])).toContain(`${text} (UTF-8)`);
  expect(findTextsInBytes(pages, passing)).toEqual([]);
});

it('keeps files and folder for its owner alone', async () => {
  const folder = join(folderForTest(), 'deeper', 'data');
  await listeningServer(folder);
  const modes = filesIn(folder).map((file) => `${file} ${modeOf(join(folder, file))}`);
  expect(modes).toEqual([
    'database.key 600',
    'future-talk.db 600',
    'future-talk.db-shm 600',
    'future-talk.db-wal 600',
    'local-admin.json 600',
    'server.lock 600',
  ]);
  expect(modeOf(folder)).toBe('700');
});

function openedBySqlCipher(file: string, key: Buffer): SqlCipher {
  const database = new SqlCipher(file);
  database.exec(`PRAGMA key = "x'${key.toString('hex')}'"`);
  return database;
}

it('is a file that SQLCipher itself opens with the key, and with no other', async () => {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  await talk(server.url);
  await server.process.stop();
  const file = databaseFileIn(folder);
  expect(readFileSync(file).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');

  const opened = openedBySqlCipher(file, storedKey(folder));
  const find = opened.prepare('SELECT content FROM message WHERE client_message_id = ?');
  expect(find.get(['client-id-pangolin'])).toEqual({
    content: 'Meet at the old mill — 旧い水車',
  });
  expect(opened.prepare('PRAGMA cipher_integrity_check').all()).toEqual([]);
  opened.close();

  const before = contentsOf(folder);
  const wrong = openedBySqlCipher(file, randomBytes(32));
  expect(() => wrong.prepare('SELECT count(*) FROM message').all()).toThrow('not a database');
  wrong.close();
  expect(contentsOf(folder)).toEqual(before);
});

it('notices a page that was tampered with', async () => {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  await talk(server.url);
  await server.process.stop();
  const copy = join(folderForTest(), 'copy');
  cpSync(folder, copy, { recursive: true });
  const bytes = readFileSync(databaseFileIn(copy));
  bytes[2000] = (bytes[2000] ?? 0) ^ 1;
  writeFileSync(databaseFileIn(copy), bytes);

  await expect(listeningServer(copy)).rejects.toThrow('The key does not open the database');
  expect(() => decryptedPages(databaseFileIn(copy), storedKey(copy))).toThrow('wrong HMAC');
});
