import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { SettingsFile } from '../../../src/main/settings-file.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

it('a settings file that is damaged is set aside and the app starts afresh', async () => {
  const folder = await makeTemporaryFolder();
  const file = path.join(folder, 'settings.json');
  await writeFile(file, '{"server": 7');
  const log = new RememberingLog();
  const settings = new SettingsFile(file, log);
  await settings.load();
  expect(settings.current).toEqual({
    hosting: null,
    standby: null,
    server: null,
    knownServers: [],
    appearance: { theme: 'system', contrast: 'system', density: 'comfortable' },
    emoji: { recent: [], skinTone: 0 },
    trustedSites: [],
    recoveryKeyKept: false,
    language: null,
    windowPlace: null,
    system: {},
    toldOfStaying: false,
  });
  expect(await readdir(folder)).toEqual(['settings.json.damaged']);
  expect(log.lines).toHaveLength(1);
});

it('changes made at once are all kept', async () => {
  const file = path.join(await makeTemporaryFolder(), 'settings.json');
  const settings = new SettingsFile(file, new RememberingLog());
  const hosting = {
    name: 'A',
    audience: 'anyone',
    guests: true,
    port: 8000,
    portChosen: false,
    wanted: true,
    service: null,
  } as const;
  await Promise.all([
    settings.change({ hosting }),
    settings.change({ hosting: { ...hosting, port: 8001 } }),
    settings.change({ server: null }),
  ]);
  const again = new SettingsFile(file, new RememberingLog());
  await again.load();
  expect(again.current).toEqual({
    hosting: { ...hosting, port: 8001 },
    standby: null,
    server: null,
    knownServers: [],
    appearance: { theme: 'system', contrast: 'system', density: 'comfortable' },
    emoji: { recent: [], skinTone: 0 },
    trustedSites: [],
    recoveryKeyKept: false,
    language: null,
    windowPlace: null,
    system: {},
    toldOfStaying: false,
  });
});

it('a server stays known after it was left, and is listed once', async () => {
  const file = path.join(await makeTemporaryFolder(), 'settings.json');
  const settings = new SettingsFile(file, new RememberingLog());
  for (const key of ['one', 'two', 'one']) await settings.choose(serverWithKey(key));
  await settings.change({ server: null });
  const again = new SettingsFile(file, new RememberingLog());
  await again.load();
  expect(again.current).toMatchObject({
    server: null,
    knownServers: [{ publicKey: 'one', name: 'The workshop' }, { publicKey: 'two' }],
  });
});

function serverWithKey(public_key: string) {
  const information = {
    name: 'The workshop',
    version: '1.0.0',
    registration: 'open' as const,
    public_key,
    fingerprint: '11111 22222',
    limits: {},
  };
  return { url: 'http://192.168.1.5:8000', hostedHere: false, information };
}
