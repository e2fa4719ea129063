import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packedSystem } from '../../../scripts/package/packed-system.mjs';

const linux = { platform: 'linux', arch: 'x64' } as const;
const mac = { platform: 'darwin', arch: 'arm64' } as const;

describe('what is packed', () => {
  it('is for this system, with the kinds that electron-builder.yml names', () => {
    expect(packedSystem({}, linux)).toEqual({ platform: 'linux', archs: ['x64'], kinds: [] });
    expect(packedSystem({}, mac)).toEqual({
      platform: 'darwin',
      archs: ['arm64', 'x64'],
      kinds: [],
    });
  });

  it('is for Windows on Linux as well', () => {
    expect(packedSystem({ system: 'windows', targets: 'nsis,portable' }, linux)).toEqual({
      platform: 'win32',
      archs: ['x64'],
      kinds: ['nsis', 'portable'],
    });
  });

  it.each([
    [{ system: 'macos' }, linux, 'Packages for macos are made on macos.'],
    [
      { system: 'windows' },
      mac,
      'Packages for windows are made on windows or on Linux with an x64 processor.',
    ],
    [{ system: 'linux' }, mac, 'Packages for linux are made on linux.'],
    [
      { targets: 'deb,nsis' },
      linux,
      'The packages for linux are AppImage, deb, rpm, tar.gz. nsis is for windows: --system windows.',
    ],
    [{ targets: 'msi' }, linux, 'The packages for linux are AppImage, deb, rpm, tar.gz.'],
    [{ system: 'beos' }, linux, 'Packages are made for linux, windows, macos, not for beos.'],
  ])('is refused with what would do: %j', (asked, computer, sentence) => {
    expect(() => packedSystem(asked, computer)).toThrow(new Error(sentence));
  });

  it('is what electron-builder.yml names', () => {
    const file = path.resolve(import.meta.dirname, '../../../electron-builder.yml');
    const text = readFileSync(file, 'utf8');
    const named = [...text.matchAll(/^ {2}target: \[(.*)\]$/gm)].map(([, kinds = '']) => kinds);
    expect(named).toEqual(['nsis, portable', 'AppImage, deb, rpm, tar.gz']);
    expect([...text.matchAll(/^ {4}- target: (.*)$/gm)].map(([, kind]) => kind)).toEqual([
      'dmg',
      'zip',
    ]);
  });
});
