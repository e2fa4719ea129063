import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { moveCommand } from '#server/move/move-command.ts';
import { standByCommand } from '#server/move/stand-by-command.ts';
import { takeOverCommand } from '#server/move/take-over-command.ts';
import { folderForTest } from '../../../support/server-process.ts';

it.each([
  [standByCommand, ['--end'], /^Nothing stands by on this computer/],
  [standByCommand, ['--every', '0'], /^--every takes seconds from 1 to 3600, not "0"/],
  [standByCommand, ['--every', 'soon'], /^--every takes seconds from 1 to 3600, not "soon"/],
  [standByCommand, ['--passphrase-file', 'secret'], /^Stand by with a key file/],
  [moveCommand, [], /^No server runs on /],
  [takeOverCommand, ['--passphrase-file', 'secret'], /^Take over with a key file/],
  [takeOverCommand, ['--finish'], /^There is no server on this computer that waits/],
  [takeOverCommand, ['--from-standby'], /^Nothing stands by on this computer/],
  [takeOverCommand, ['--from-standby', '--alone'], /^Nothing stands by on this computer/],
])('$name %j is refused before anything is there', async (command, words, why) => {
  const folder = join(folderForTest(), 'data');
  await expect(command.run(['--data', folder, ...words])).rejects.toThrow(why);
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(`${folder}.arriving`)).toBe(false);
});

it.each([
  ['is none of ours', '{}'],
  [
    'is under another key',
    JSON.stringify({
      hosts: [],
      port: 1,
      identity: '',
      name: '',
      registration: 'open',
      copied_at: null,
      sealed: 'AAAA',
    }),
  ],
])('a standby whose notes are %j cannot be read with this key', async (_, notes) => {
  const folder = join(folderForTest(), 'data');
  mkdirSync(`${folder}.arriving`);
  writeFileSync(join(`${folder}.arriving`, 'database.key'), `${'5a'.repeat(32)}\n`);
  writeFileSync(join(`${folder}.arriving`, 'standing-by.json'), notes);
  for (const [command, words] of [
    [standByCommand, ['--end']],
    [takeOverCommand, ['--from-standby']],
  ] as const) {
    await expect(command.run(['--data', folder, ...words])).rejects.toThrow(
      /cannot be read with this key/,
    );
  }
});
