import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { markAsMoved } from '#server/db/moved-mark.ts';
import { SuccessorFolder } from '#server/move/successor-folder.ts';
import { folderForTest } from '../../../support/server-process.ts';

const server = { name: 'Team', registration: 'invite', identity: 'key', epoch: 2 } as const;
let data = '';
let folder = new SuccessorFolder('');

beforeEach(() => {
  data = join(folderForTest(), 'data');
  folder = new SuccessorFolder(data);
});

/** All of a server has come, as far as this is about. */
function arrive(): void {
  folder.begin();
  writeFileSync(join(folder.path, 'future-talk.db'), 'come');
  folder.arrive(server);
}

it('puts what has come in its place, and leaves nothing of the way there', () => {
  mkdirSync(data);
  arrive();
  expect(existsSync(data)).toBe(false);
  expect(folder.finish()).toMatchObject(server);
  expect(readdirSync(data)).toEqual(['future-talk.db']);
  expect(existsSync(folder.path)).toBe(false);
});

it('takes the place of a server that has moved away, and keeps what is this computer’s own', () => {
  mkdirSync(join(data, 'backups'), { recursive: true });
  writeFileSync(join(data, 'server.toml'), 'port = 8000\n');
  writeFileSync(join(data, 'future-talk.db'), 'gone');
  expect(() => {
    folder.begin();
  }).toThrow(/^There is a server in .* already/);
  markAsMoved(data, { identity: 'key', addresses: [], epoch: 1 });
  arrive();
  folder.finish();
  expect(readdirSync(data).sort()).toEqual(['backups', 'future-talk.db', 'server.toml']);
  expect(readFileSync(join(data, 'future-talk.db'), 'utf8')).toBe('come');
  expect(existsSync(`${data}.moved`)).toBe(false);
});

it('begins nothing over what has come, or stands by', () => {
  arrive();
  expect(() => {
    folder.begin();
  }).toThrow(/was not confirmed: finish that first/);
  folder.revoke();
  expect(() => folder.finish()).toThrow(/^There is no server on this computer that waits/);
  writeFileSync(join(folder.path, 'standing-by.json'), '{}');
  expect(() => {
    folder.begin();
  }).toThrow(/stands by for a server already/);
});
