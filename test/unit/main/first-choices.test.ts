import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFirstChoices } from '../../../src/main/first-choices.ts';
import { EarlyLog } from '../../../src/main/logging/early-log.ts';
import { accountIn, appearanceIn, serverIn } from '../../../src/main/opening/written-values.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

async function choicesIn(content: string) {
  const file = path.join(await makeTemporaryFolder(), 'settings.json');
  await writeFile(file, content);
  return readFirstChoices(file);
}

describe('what the window opens with of the settings', () => {
  it('is what stands there', async () => {
    const windowPlace = { bounds: { x: 1, y: -2, width: 800, height: 600 }, isMaximised: false };
    const written = { windowPlace, appearance: { theme: 'dark' } };
    const choices = await choicesIn(JSON.stringify(written));
    expect(choices).toEqual({ windowPlace, theme: 'dark', written });
  });

  it.each([
    '',
    'null',
    '[]',
    '{"windowPlace": 7, "appearance": null}',
    '{"windowPlace": {"bounds": {"x": 1, "y": 2, "width": "8", "height": 6}, "isMaximised": false}}',
    '{"windowPlace": {"bounds": null, "isMaximised": true}, "appearance": {"theme": "constructor"}}',
  ])('%s counts as nothing chosen', async (content) => {
    expect(await choicesIn(content)).toMatchObject({ windowPlace: null, theme: 'system' });
  });

  it('is nothing where there is no file', () => {
    const none = { windowPlace: null, theme: 'system', written: {} };
    expect(readFirstChoices('/nowhere/settings.json')).toEqual(none);
  });
});

describe('values that this app has written', () => {
  const information = {
    name: 'Workshop',
    version: '1.0.0',
    registration: 'open',
    public_key: 'key',
    fingerprint: 'words',
    limits: {},
  };
  const server = { url: 'http://127.0.0.1:8000', hostedHere: false, information };
  const account = {
    id: 'a',
    username: 'anna',
    display_name: 'Anna',
    avatar_url: null,
    created_at: 'then',
    is_admin: false,
  };

  it('are taken when they are whole', () => {
    expect(serverIn(server)).toEqual(server);
    expect(accountIn(account)).toEqual(account);
    expect(appearanceIn(undefined)).toMatchObject({ theme: 'system' });
  });

  it('are left when anything is missing', () => {
    expect(serverIn(null)).toBeNull();
    expect(serverIn({ ...server, url: undefined })).toBeNull();
    expect(serverIn({ ...server, information: { ...information, public_key: 7 } })).toBeNull();
    expect(accountIn({ ...account, is_admin: undefined })).toBeNull();
    expect(accountIn({ ...account, avatar_url: undefined })).toBeNull();
    expect(appearanceIn({ theme: 'dark' })).toBeNull();
  });
});

it('what is logged before there is a log stands in it later', () => {
  const early = new EarlyLog();
  const log = new RememberingLog();
  early.warn('first');
  expect(early.isHanded).toBe(false);
  early.handTo(log);
  early.error('second');
  expect(log.lines.join()).toMatch(/first.*second/);
});
