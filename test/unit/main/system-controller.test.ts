import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SpellLanguage, SystemState } from '#ipc/system.ts';
import { SettingsFile } from '../../../src/main/settings-file.ts';
import { SystemController } from '../../../src/main/system/system-controller.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

async function makeSystem() {
  const file = path.join(await makeTemporaryFolder(), 'settings.json');
  const settings = new SettingsFile(file, new RememberingLog());
  await settings.load();
  const facts = { hasTray: false, isNeeded: false, refusesLogin: false };
  const seen = {
    spelling: [] as (readonly SpellLanguage[])[],
    login: [] as boolean[],
    told: [] as SystemState[],
  };
  const controller = new SystemController({
    settings,
    hasTray: () => facts.hasTray,
    isNeeded: () => facts.isNeeded,
    preferredSpelling: ['de'],
    checkSpelling: (languages) => seen.spelling.push(languages),
    setStartAtLogin: (wanted) => {
      if (facts.refusesLogin) return Promise.reject(new Error('no such folder'));
      seen.login.push(wanted);
      return Promise.resolve();
    },
    onChanged: (state) => seen.told.push(state),
    log: new RememberingLog(),
    now: Date.now,
  });
  return { controller, settings, facts, seen };
}

describe('the choices of this computer', () => {
  it('leave the app running where a tray shows it or others need it, unless chosen otherwise', async () => {
    const { controller, facts } = await makeSystem();
    expect(controller.staysOpen).toBe(false);
    facts.isNeeded = true;
    expect(controller.staysOpen).toBe(true);
    facts.isNeeded = false;
    facts.hasTray = true;
    expect(controller.staysOpen).toBe(true);
    await controller.change({ staysOpen: false });
    expect(controller.staysOpen).toBe(false);
  });

  it('are in force at once, told, and kept', async () => {
    const { controller, settings, seen } = await makeSystem();
    expect(seen.spelling).toEqual([['de']]);
    const state = await controller.change({ spelling: ['en-US', 'ru'], startsAtLogin: true });
    expect(seen.spelling.at(-1)).toEqual(['en-US', 'ru']);
    expect(seen.login).toEqual([true]);
    expect(seen.told.at(-1)).toEqual(state);
    expect(settings.system).toMatchObject({ spelling: ['en-US', 'ru'], startsAtLogin: true });
  });

  it('stay as they are when the system refuses', async () => {
    const { controller, facts, seen } = await makeSystem();
    facts.refusesLogin = true;
    await expect(controller.change({ startsAtLogin: true })).rejects.toThrow('no such folder');
    expect(controller.choices.startsAtLogin).toBe(false);
    expect(seen.told).toEqual([]);
  });
});
