import {
  mkdtempSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { runInWindows, windowsPath } from '../../../scripts/package/wine.mjs';

const program = process.env['FUTURE_TALK_PACKAGED'] ?? '';
const installer = process.env['FUTURE_TALK_PACKAGE_FILE'] ?? '';
const unpacked = path.dirname(program);
const uninstaller = 'Uninstall Future Talk.exe';
const atLogin = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run';
const links = 'Software\\Classes\\futuretalk';

let folder: string;
let disk: string;
let person: string;

test.describe.configure({ mode: 'serial', timeout: 600_000 });

if (installer !== '' && !installer.includes('-portable-')) {
  test.beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'future-talk-windows-'));
    disk = path.join(folder, 'windows/drive_c');
    person = path.join(disk, 'users', userInfo().username);
    runInWindows(folder, ['wineboot', '--init']);
  });
  test.afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('for one person: a folder, shortcuts, links, and a way to remove it', () => {
    runInWindows(folder, [windowsPath(installer), '/S']);
    const place = path.join(person, 'AppData/Local/Programs/Future Talk');
    expect(filesIn(place)).toEqual([...filesIn(unpacked), uninstaller].sort());
    expect(readFileSync(path.join(place, 'resources/app.asar'))).toEqual(
      readFileSync(path.join(unpacked, 'resources/app.asar')),
    );
    for (const shortcut of shortcutsOf(person)) {
      expect(readFileSync(shortcut, 'latin1')).toContain('Future Talk.exe');
    }
    const own = inWindows(place);
    expect(registered(`HKCU\\${links}`)).toContain('URL Protocol');
    expect(registered(`HKCU\\${links}\\shell\\open\\command`)).toContain(
      `"${own}\\Future Talk.exe" "%1"`,
    );
    const removal = registered('HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall');
    expect(removal).toContain(`"${own}\\${uninstaller}" /currentuser /S`);
    expect(removal).toMatch(/DisplayName\s+REG_SZ\s+Future Talk \d/);
    expect(filesIn(path.join(person, 'AppData/Local')).filter(isOfTheApp(own))).toEqual([]);
  });

  test('an update keeps what the person chose', () => {
    const command = '"C:\\Future Talk.exe" --hidden';
    runInWindows(folder, ['reg', 'add', atLogin, '/v', 'org.futuretalk.app', '/d', command]);
    keepData();
    runInWindows(folder, [windowsPath(installer), '/S', '--updated']);
    expect(registered(atLogin)).toContain(command);
    expect(registered(`HKCU\\${links}`)).toContain('URL Protocol');
    expect(shortcutsOf(person).map((file) => existsSync(file))).toEqual([true, true]);
  });

  test('removed, nothing of it is left but the person’s data', () => {
    const place = path.join(person, 'AppData/Local/Programs/Future Talk');
    runInWindows(folder, [windowsPath(path.join(place, uninstaller)), '/currentuser', '/S']);
    expect(leftovers()).toEqual([dataFile()]);
    expect(registry()).not.toMatch(/future ?talk/i);
  });

  test('for everybody: where programs lie, and gone again', () => {
    runInWindows(folder, [windowsPath(installer), '/S', '/allusers']);
    const place = path.join(disk, 'Program Files/Future Talk');
    expect(filesIn(place)).toEqual([...filesIn(unpacked), uninstaller].sort());
    const everybody = path.join(disk, 'users/Public');
    const menu = path.join(disk, 'ProgramData/Microsoft/Windows/Start Menu/Programs');
    expect(existsSync(path.join(everybody, 'Desktop/Future Talk.lnk'))).toBe(true);
    expect(existsSync(path.join(menu, 'Future Talk.lnk'))).toBe(true);
    expect(registered(`HKLM\\${links}\\shell\\open\\command`)).toContain(
      '"C:\\Program Files\\Future Talk\\Future Talk.exe" "%1"',
    );
    runInWindows(folder, [windowsPath(path.join(place, uninstaller)), '/allusers', '/S']);
    expect(leftovers()).toEqual([dataFile()]);
    expect(registry()).not.toMatch(/future ?talk/i);
  });
}

/** Its files, with `/`. */
function filesIn(place: string): string[] {
  const entries = readdirSync(place, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => path.relative(place, path.join(parentPath, name)))
    .sort();
}

function shortcutsOf(home: string): string[] {
  const menu = 'AppData/Roaming/Microsoft/Windows/Start Menu/Programs';
  return ['Desktop', menu].map((place) => path.join(home, place, 'Future Talk.lnk'));
}

/** As Windows calls a place on its disk. */
function inWindows(place: string): string {
  return path.win32.join('C:', '\\', path.relative(disk, place));
}

function isOfTheApp(own: string): (file: string) => boolean {
  const inside = path.win32.basename(own);
  return (file) => /future.?talk/i.test(file) && !file.startsWith(`Programs/${inside}/`);
}

/** What a key and those below it hold; empty where there is no such key. */
function registered(key: string): string {
  try {
    return runInWindows(folder, ['reg', 'query', key, '/s']);
  } catch {
    return '';
  }
}

/** All of it, as Wine keeps it. */
function registry(): string {
  const files = ['user.reg', 'system.reg'];
  return files.map((name) => readFileSync(path.join(folder, 'windows', name), 'utf8')).join('\n');
}

function dataFile(): string {
  return path.join('users', userInfo().username, 'AppData/Roaming/Future Talk/settings.json');
}

function keepData(): void {
  const file = path.join(disk, dataFile());
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '{}');
}

/** Whatever bears the app's name, files and empty folders; and the desktop, which lies outside. */
function leftovers(): string[] {
  const entries = readdirSync(disk, { recursive: true, withFileTypes: true });
  const places = entries
    .map((entry) => ({
      isFolder: entry.isDirectory(),
      place: path.join(entry.parentPath, entry.name),
    }))
    .filter(({ place }) => /future.?talk/i.test(path.relative(disk, place)))
    .filter(({ isFolder, place }) => !isFolder || readdirSync(place).length === 0)
    .map(({ place }) => path.relative(disk, place));
  return [...places, ...filesIn(path.join(folder, 'home'))];
}
