import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownAppImage } from '../../../src/main/system/own-app-image.ts';
import { argumentsAnew, replaceAppImage } from '../../../src/main/updates/app-image.ts';
import { folderForTest } from '../../support/server-process.ts';

const image = '/home/anna/Future Talk.AppImage';

describe('the AppImage that the app came out of', () => {
  it('is the one that has laid its program out, also where that is reached by a link', () => {
    const folder = folderForTest();
    const laidOut = path.join(folder, 'mounted');
    mkdirSync(laidOut);
    symlinkSync(laidOut, path.join(folder, 'link'), 'junction');
    const environment = { APPIMAGE: image, APPDIR: path.join(folder, 'link') };
    expect(ownAppImage(environment, path.join(realpathSync(laidOut), 'future-talk'))).toBe(image);
  });

  it('is not the one of a terminal that has started it, whether that still runs or not', () => {
    const folder = realpathSync(folderForTest());
    const program = path.join(folder, 'terminal-beside/future-talk');
    mkdirSync(path.join(folder, 'terminal'));
    const terminal = { APPIMAGE: '/home/anna/Terminal.AppImage' };
    const folders = [path.join(folder, 'terminal'), path.join(folder, 'gone')];
    const found = folders.map((APPDIR) => ownAppImage({ ...terminal, APPDIR }, program));
    expect([...found, ownAppImage(terminal, program)]).toEqual([null, null, null]);
  });
});

describe('an AppImage that is replaced', () => {
  it('is the new one, which can be run', async () => {
    const own = path.join(folderForTest(), 'Future Talk.AppImage');
    writeFileSync(own, 'old', { mode: 0o755 });
    writeFileSync(`${own}.fetched`, 'new', { mode: 0o600 });
    await replaceAppImage(own, `${own}.fetched`);
    expect(readFileSync(own, 'utf8')).toBe('new');
    if (process.platform !== 'win32') expect(statSync(own).mode & 0o777).toBe(0o755);
  });

  it('stays where it cannot be replaced, and nothing lies beside it', async () => {
    // A folder has its name: that is the last step, and fails.
    const own = path.join(folderForTest(), 'Future Talk.AppImage');
    mkdirSync(path.join(own, 'in it'), { recursive: true });
    writeFileSync(`${own}.fetched`, 'new');
    await expect(replaceAppImage(own, `${own}.fetched`)).rejects.toThrow();
    expect(existsSync(path.join(own, 'in it'))).toBe(true);
    expect(existsSync(`${own}.new`)).toBe(false);
  });

  it('opens for the person who replaced it: not in the tray as at login, and with no link once more', () => {
    const given = ['--user-data-dir=/profile', '--hidden', 'futuretalk://join/abc', '--no-sandbox'];
    expect(argumentsAnew(given)).toEqual(['--user-data-dir=/profile', '--no-sandbox']);
  });
});
