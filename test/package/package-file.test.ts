import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { inThrowawaySystem } from '../../scripts/package/opened-package.mjs';
import { installedProgram } from '../../scripts/package/packed-program.mjs';
import { PackagedDesktop } from '../e2e/support/packaged-desktop.ts';

/** The package in which the tested program came, if it came in one; and where its desktop file and icons lie. */
const file = process.env['FUTURE_TALK_PACKAGE_FILE'] ?? '';
const system = process.env['FUTURE_TALK_PACKAGE_SYSTEM'] ?? '';
const kind = path.extname(file);
const isInstalled = kind === '.deb' || kind === '.rpm';

const manifest = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
) as Record<'name' | 'version' | 'description' | 'license' | 'homepage', string>;

if (system !== '') {
  test('the desktop finds the app, its icons, and who opens futuretalk:// links', () => {
    const entry = isInstalled
      ? path.join(system, 'usr/share/applications/future-talk.desktop')
      : path.join(system, 'future-talk.desktop');
    execFileSync('desktop-file-validate', [entry]);
    const text = readFileSync(entry, 'utf8');
    const lines = text.trim().split('\n');
    expect(lines).toContain('Name=Future Talk');
    expect(lines).toContain(`Exec=${isInstalled ? `"${installedProgram}"` : 'AppRun'} %U`);
    expect(lines).toContain('Icon=future-talk');
    expect(lines).toContain('MimeType=x-scheme-handler/futuretalk;');
    expect(lines).toContain('Categories=Network;InstantMessaging;');
    expect(lines).toContain(`Comment=${manifest.description}`);
    expect(lines).toContain('StartupWMClass=future-talk');
    const widths = [16, 24, 32, 48, 64, 128, 256, 512];
    const drawn = widths.map((width) => {
      const place = `usr/share/icons/hicolor/${String(width)}x${String(width)}/apps/future-talk.png`;
      return readFileSync(path.join(system, place)).readUInt32BE(16);
    });
    expect(drawn).toEqual(widths);
  });
}

if (kind === '.AppImage') {
  test('the AppImage opens by itself', async () => {
    const anna = new PackagedDesktop('anna', file);
    try {
      await anna.launch();
      await expect(anna.screen('first-run')).toBeVisible();
      expect(await anna.quit()).toBe(0);
    } finally {
      await anna.remove();
    }
  });
}

if (isInstalled) {
  test('the package says of itself what package.json says', () => {
    const { name, version, license, homepage } = manifest;
    expect(kind === '.deb' ? debianFields() : rpmFields()).toMatchObject({
      name,
      version,
      license,
      homepage,
      maintainer: 'Future Talk maintainers <maintainers@futuretalk.invalid>',
      summary: 'Chat that any copy can host',
    });
  });

  test('installed, it is a command, and opens futuretalk:// links', () => {
    expect(realpathSync('/usr/bin/future-talk')).toBe(installedProgram);
    const asked = ['query', 'default', 'x-scheme-handler/futuretalk'];
    expect(execFileSync('xdg-mime', asked, { encoding: 'utf8' }).trim()).toBe(
      'future-talk.desktop',
    );
  });

  test('installed again it is still a command; removed, nothing of it is left', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'future-talk-removed-'));
    const [again, remove] =
      kind === '.deb'
        ? ['dpkg --install "$0"', 'dpkg --purge future-talk']
        : ['rpm --reinstall --nodeps --force-debian "$0"', 'rpm --erase future-talk'];
    // What this computer had before, such as a server's settings, is older.
    const since = Math.floor(statSync(path.dirname(installedProgram)).ctimeMs / 1000) - 60;
    const look = `find /etc /opt /usr /var -iname '*future*talk*' -newerct @${String(since)}`;
    const steps = `${again} >&2; readlink -f /usr/bin/future-talk; ${remove} >&2; ${look}`;
    const command = [...inThrowawaySystem(folder), 'sh', '-ec', steps, file];
    try {
      const said = execFileSync(command[0] ?? '', command.slice(1), { encoding: 'utf8' });
      const [program, ...found] = said.trim().split('\n');
      expect(program).toBe(installedProgram);
      // What the system's own program for packages notes down of what it did.
      const notes = /^\/var\/(?:lib\/(?:dpkg|rpm)|log|cache)\//;
      expect(found.filter((place) => !notes.test(place))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function debianFields(): Record<string, string> {
  const asked = { name: 'Package', version: 'Version', license: 'License', homepage: 'Homepage' };
  const values = Object.entries({ ...asked, maintainer: 'Maintainer' }).map(([key, field]) => [
    key,
    fieldOf(field),
  ]);
  const [summary = ''] = fieldOf('Description').split('\n');
  return { ...Object.fromEntries(values), summary } as Record<string, string>;
}

function fieldOf(field: string): string {
  return execFileSync('dpkg-deb', ['--field', file, field], { encoding: 'utf8' }).trim();
}

function rpmFields(): Record<string, string> {
  const names = ['name', 'version', 'license', 'homepage', 'maintainer', 'summary'];
  const format = ['NAME', 'VERSION', 'LICENSE', 'URL', 'PACKAGER', 'SUMMARY']
    .map((tag) => `%{${tag}}\\n`)
    .join('');
  const said = execFileSync('rpm', ['-qp', '--queryformat', format, file], { encoding: 'utf8' });
  const values = said.trim().split('\n');
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}
