import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { takeFolderLock } from '#server/db/folder-lock.ts';
import { addRelease, removeRelease } from '#server/releases/add-release.ts';
import { folderForTest } from '../../../support/server-process.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const content = 'a package';

/** A signed release of one package in a folder of its own. */
function packed(version: string, alter: (manifest: object) => unknown = (manifest) => manifest) {
  const folder = folderForTest();
  const name = `future-talk-${version}-linux-amd64.deb`;
  writeFileSync(path.join(folder, name), content);
  const sha512 = createHash('sha512').update(content).digest('hex');
  const kind = { platform: 'linux', arch: 'x64', kind: 'deb' };
  const files = [{ name, ...kind, bytes: content.length, sha512 }];
  const manifest = JSON.stringify(alter({ product: 'future-talk', version, files }));
  writeFileSync(path.join(folder, 'release.json'), manifest);
  const signature = sign(null, Buffer.from(manifest), privateKey).toString('base64');
  writeFileSync(path.join(folder, 'release.json.sig'), `${signature}\n`);
  return folder;
}

function add(from: string, to: string, key = pem(publicKey)) {
  return addRelease({ from, to, publicKey: key, onProgress: () => undefined });
}

it('takes a release by its folder or by one of its files, and replaces the one before', async () => {
  const to = path.join(folderForTest(), 'releases');
  expect((await add(packed('0.2.0'), to)).version).toBe('0.2.0');
  writeFileSync(path.join(to, 'notes.txt'), 'of the host');
  const manifestFile = path.join(packed('0.3.0'), 'release.json');
  expect((await add(manifestFile, to)).version).toBe('0.3.0');
  const held = readdirSync(to).filter((name) => name.startsWith('future-talk-'));
  expect(held).toEqual(['future-talk-0.3.0-linux-amd64.deb']);
  expect((await removeRelease(to))?.version).toBe('0.3.0');
  expect(readdirSync(to).sort()).toEqual(['notes.txt', 'releases.lock']);
  expect(await removeRelease(to)).toBeNull();
});

it.each<[string, (place: { from: string; to: string }) => Promise<unknown>, RegExp]>([
  ['from nowhere', ({ to }) => add('/no/such/folder', to), /^There is no \/no\/such\/folder/],
  [
    'where no server has its data',
    ({ from, to }) => add(from, path.join(to, 'missing', 'releases')),
    /^There is no data folder/,
  ],
  ['from where it is kept', ({ from }) => add(from, from), /is where the server keeps it/],
  [
    'of a later kind',
    ({ to }) =>
      add(
        packed('0.2.0', (manifest) => ({ ...manifest, product: 'another' })),
        to,
      ),
    /cannot be read by this version/,
  ],
  [
    'of which nothing can be read',
    ({ to }) => {
      const folder = packed('0.2.0');
      writeFileSync(path.join(folder, 'release.json'), '{');
      return add(folder, to);
    },
    /cannot be read by this version/,
  ],
  [
    'of which a package is a folder',
    ({ to }) => {
      const folder = packed('0.2.0', (manifest) => {
        const { files } = manifest as { files: object[] };
        return { ...manifest, files: [{ ...files[0], name: 'sub' }] };
      });
      mkdirSync(path.join(folder, 'sub'));
      return add(folder, to);
    },
    /not complete; missing or of another length: sub$/,
  ],
  ['for a key that is none', ({ from, to }) => add(from, to, 'no key'), /no public key in PEM/],
  [
    'for a key of another kind',
    ({ from, to }) => add(from, to, pem(generateKeyPairSync('x25519').publicKey)),
    /no Ed25519 key/,
  ],
  [
    'while another one is being added',
    ({ from, to }) => {
      mkdirSync(to);
      const lock = takeFolderLock(to, 'releases.lock');
      onTestFinished(() => lock?.release());
      return add(from, to);
    },
    /^Another release is being added/,
  ],
  [
    'whose package does not go where the last one failed',
    ({ from, to }) => {
      mkdirSync(path.join(to, 'future-talk-0.2.0-linux-amd64.deb'), { recursive: true });
      return add(from, to);
    },
    /EISDIR|ENOTEMPTY|EPERM|EEXIST/,
  ],
])('adds nothing %s', async (_, adding, why) => {
  const place = { from: packed('0.2.0'), to: path.join(folderForTest(), 'releases') };
  await expect(adding(place)).rejects.toThrow(why);
  expect(existsSync(path.join(place.to, 'release.json'))).toBe(false);
  expect(existsSync(path.join(place.to, '.arriving'))).toBe(false);
  expect(readFileSync(path.join(place.from, 'release.json'), 'utf8')).toContain('0.2.0');
});

it('takes back also what it cannot read', async () => {
  const to = path.join(folderForTest(), 'releases');
  await add(packed('0.2.0'), to);
  writeFileSync(path.join(to, 'release.json'), '{}');
  expect(await removeRelease(to)).toBeNull();
  expect(existsSync(path.join(to, 'release.json.sig'))).toBe(false);
});
