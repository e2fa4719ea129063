import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ServerInformation } from '#protocol/server.ts';
import { answerOf, expectRefused, runCommand } from '../../support/commands.ts';
import { rest } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { contentsOf, filesIn, modeOf } from '../../support/stored-bytes.ts';

interface ShownSetting {
  setting: string;
  value: string;
  from: string;
}

async function settingsOf(...words: string[]): Promise<Record<string, ShownSetting>> {
  const { settings } = await answerOf<{ settings: ShownSetting[] }>(['config', ...words]);
  return Object.fromEntries(settings.map((each) => [each.setting, each]));
}

it('makes a folder that a server starts from, and nothing over again', async () => {
  const data = join(folderForTest(), 'made here');
  const words = ['init', '--data', data, '--name', 'Büro "Süd"', '--registration', 'closed'];
  const { code, stdout, stderr } = await runCommand(words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`future-talk-server serve --data "${data}"`);
  expect(filesIn(data)).toEqual(['server.toml']);
  expect(modeOf(join(data, 'server.toml'))).toBe('600');
  expect(modeOf(data)).toBe('700');
  await expectRefused(words, /server\.toml is there already$/m, { folder: data });

  const shown = await settingsOf('--data', data, '--port', '8123');
  expect(shown['name']).toMatchObject({ value: 'Büro "Süd"', from: 'file' });
  expect(shown['port']).toMatchObject({ value: '8123', from: 'flag' });
  expect(shown['host']).toMatchObject({ value: '127.0.0.1', from: 'default' });
  const { url, process: server } = await listeningServer(data);
  const { body } = await rest<ServerInformation>(url, 'GET', '/server');
  expect(body).toMatchObject({ name: 'Büro "Süd"', registration: 'closed' });
  await server.stop();
});

it('puts the configuration elsewhere, with the folder in it', async () => {
  const parent = folderForTest();
  const [data, config] = [join(parent, 'data'), join(parent, 'etc', 'chat.toml')];
  await answerOf(['init', '--data', data, '--config', config, '--port', '8456']);
  expect(filesIn(data)).toEqual([]);
  const shown = await settingsOf('--config', config);
  expect(shown['data']).toMatchObject({ value: data, from: 'file' });
  expect(shown['port']).toMatchObject({ value: '8456', from: 'file' });
});

it('refuses what means nothing before it makes anything', async () => {
  const parent = folderForTest();
  const at = ['--data', join(parent, 'data')];
  await expectRefused(['init', '--port', '99999', ...at], /^--port takes a whole number/);
  await expectRefused(['init', '--registration', 'perhaps', ...at], /^--registration takes one of/);
  await expectRefused(['init', '--name', '', ...at], /^--name is empty/);
  expect(contentsOf(parent)).toEqual([]);
});
