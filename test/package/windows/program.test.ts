import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { getRawHeader } from '@electron/asar';
import { expect, test } from '@playwright/test';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { runtimeFor } from '../../../scripts/package/node-runtime.mjs';
import { expectedFuses, fusesOf } from '../support/fuses.ts';

/** The program as it lies in the unpacked app: read, never run. */
const program = process.env['FUTURE_TALK_PACKAGED'] ?? '';
const resources = path.join(path.dirname(program), 'resources');
const { version, author } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'),
) as Record<'version' | 'author', string>;

function resourcesOf(file: string) {
  const executable = NtExecutable.from(readFileSync(file), { ignoreCert: true });
  return NtExecutableResource.from(executable).entries;
}

test('the program says of itself what package.json says, and has the app’s icon', () => {
  const entries = resourcesOf(program);
  const [info] = Resource.VersionInfo.fromEntries(entries);
  const [language] = info?.getAllLanguagesForStringValues() ?? [];
  if (info === undefined || language === undefined) throw new Error('It has no version');
  expect(info.getStringValues(language)).toMatchObject({
    ProductName: 'Future Talk',
    FileDescription: 'Future Talk',
    CompanyName: author,
    FileVersion: version,
    ProductVersion: `${version}.0`,
  });
  const [icon] = Resource.IconGroupEntry.fromEntries(entries);
  // The largest does not fit into its byte.
  expect(icon?.icons.map(({ width }) => width || 256)).toEqual([16, 24, 32, 48, 64, 128, 256]);
});

test('fuses are set', async () => {
  expect(await fusesOf(program)).toEqual(expectedFuses);
});

test('the program knows the archive that it may load', () => {
  const found = resourcesOf(program).find(({ type }) => type === 'INTEGRITY');
  const known = JSON.parse(
    Buffer.from(found?.bin ?? new ArrayBuffer(0)).toString('utf8'),
  ) as unknown[];
  const { headerString } = getRawHeader(path.join(resources, 'app.asar'));
  const value = createHash('sha256').update(headerString).digest('hex');
  expect(known).toContainEqual({ file: 'resources\\app.asar', alg: 'SHA256', value });
});

test('all native code is for Windows on x64, and in the app there is what it needs alone', () => {
  const files = readdirSync(path.dirname(program), { recursive: true, encoding: 'utf8' });
  const native = files.filter((file) => /\.(?:exe|dll|node)$/.test(file));
  const strange = native.filter((file) => !isForWindows(path.join(path.dirname(program), file)));
  expect(strange).toEqual([]);
  const { abi } = runtimeFor('win32', 'x64');
  const modules = native
    .filter((file) => file.startsWith('resources') && !file.endsWith('.dll'))
    .map((file) => path.posix.basename(file).replace(/-\d[\d.]+\.node$/, '.node'));
  expect(modules.sort()).toEqual([
    // In the app and in the server, passwords; and below SQLite.
    ...['argon2.win32-x64-msvc.node', 'argon2.win32-x64-msvc.node'],
    'node.exe',
    'sharp-win32-x64.node',
    `uws_win32_x64_${abi}.node`,
    ...['win32-x64.node', 'win32-x64.node'],
  ]);
});

/** A PE file whose machine is AMD64. */
function isForWindows(file: string): boolean {
  const bytes = readFileSync(file);
  const header = bytes.readUInt32LE(0x3c);
  return (
    bytes.toString('latin1', 0, 2) === 'MZ' &&
    bytes.toString('latin1', header, header + 4) === 'PE\0\0' &&
    bytes.readUInt16LE(header + 4) === 0x8664
  );
}
