import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Releases } from '#client/releases.ts';
import type { UpdateState } from '#ipc/updates.ts';
import { UpdateController } from '../../../src/main/updates/update-controller.ts';
import { folderForTest } from '../../support/server-process.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { RememberingLog } from '../../unit/main/support/remembering-log.ts';
import { ClientPerson } from '../client/support/client-person.ts';
import { FragileNetwork } from '../client/support/fragile-network.ts';

const makers = generateKeyPairSync('ed25519');
const strangers = generateKeyPairSync('ed25519');
const fileName = 'future-talk-0.2.0-linux-amd64.deb';
/** More than two pieces. */
const packed = randomBytes(2_500_000);

interface Offer {
  version?: string;
  content?: Buffer;
  /** Whose signature. */
  key?: KeyObject;
  /** What becomes of the manifest after it was signed. */
  altered?: (manifest: string) => string;
  kind?: string;
}

/** Lays a release into a server's folder, as whoever runs it does. */
function offer(
  dataFolder: string,
  { version = '0.2.0', content, key, altered, kind = 'deb' }: Offer = {},
): void {
  const folder = path.join(dataFolder, 'releases');
  mkdirSync(folder, { recursive: true });
  const sha512 = createHash('sha512').update(packed).digest('hex');
  const file = { platform: 'linux', arch: 'x64', kind, bytes: packed.length, sha512 };
  const files = [{ name: fileName, ...file }];
  const manifest = JSON.stringify({ product: 'future-talk', version, files });
  const signature = sign(null, Buffer.from(manifest), key ?? makers.privateKey);
  writeFileSync(path.join(folder, fileName), content ?? packed);
  writeFileSync(path.join(folder, 'release.json.sig'), signature.toString('base64'));
  writeFileSync(path.join(folder, 'release.json'), altered?.(manifest) ?? manifest);
}

/** An app of version 0.1.0, installed on a Debian computer. */
function installedApp() {
  const states: UpdateState[] = [];
  const installed: string[] = [];
  const folder = path.join(folderForTest(), 'updates');
  const log = new RememberingLog();
  const updates = new UpdateController({
    releaseKey: makers.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    version: '0.1.0',
    installation: { platform: 'linux', arch: 'x64', kind: 'deb' },
    folder,
    install: (file) => {
      installed.push(file);
      return Promise.resolve();
    },
    onChanged: (state) => states.push(state),
    log,
  });
  return { updates, states, installed, folder, log };
}

async function hostWithGuest() {
  const server = await startServerForTest();
  const ann = await ClientPerson.signUp(server.url, 'ann');
  return { ...server, releases: ann.client.releases };
}

it('fetches a newer version that its makers have signed, and installs it when told to', async () => {
  const { dataFolder, releases } = await hostWithGuest();
  const { updates, states, installed } = installedApp();
  await updates.look(releases);
  expect(states).toEqual([]);

  offer(dataFolder);
  await updates.look(releases);
  expect(states).toEqual([
    { status: 'downloading', version: '0.2.0' },
    { status: 'ready', version: '0.2.0', kind: 'deb' },
  ]);
  await updates.install();
  expect(installed).toHaveLength(1);
  expect(path.basename(installed[0]!)).toMatch(/-future-talk-0\.2\.0-linux-amd64\.deb$/);
  expect(packed.equals(await readFile(installed[0]!))).toBe(true);

  await updates.look(releases);
  expect(updates.state).toEqual({ status: 'ready', version: '0.2.0', kind: 'deb' });
  expect(states).toHaveLength(2);
});

it('refuses a file that is not the one that was signed, and keeps nothing of it', async () => {
  const { dataFolder, releases } = await hostWithGuest();
  const tampered = Buffer.from(packed);
  tampered[1_000_000]! ^= 1;
  offer(dataFolder, { content: tampered });
  const { updates, folder, installed } = installedApp();
  await updates.look(releases);
  expect(updates.state.status).toBe('refused');
  await updates.install();
  expect({ installed, kept: readdirSync(folder) }).toEqual({ installed: [], kept: [] });
});

it.each([
  ['of somebody else’s key', { key: strangers.privateKey }],
  [
    'and a manifest that was altered',
    { altered: (text: string) => text.replace('0.2.0', '0.3.0') },
  ],
])('refuses a release with a signature %s, and fetches nothing', async (_what, release: Offer) => {
  const { dataFolder, releases } = await hostWithGuest();
  offer(dataFolder, release);
  const { updates, folder, log } = installedApp();
  await updates.look(releases);
  expect(updates.state.status).toBe('refused');
  expect(existsSync(folder)).toBe(false);
  expect(log.lines.join('\n')).toContain('not signed by the key that this app trusts');
});

it.each(['0.1.0', '0.0.9'])('does not go to version %s from 0.1.0', async (version) => {
  const { dataFolder, releases } = await hostWithGuest();
  offer(dataFolder, { version });
  const { updates, states, folder } = installedApp();
  await updates.look(releases);
  expect({ states, fetched: existsSync(folder) }).toEqual({ states: [], fetched: false });
});

it('says where a newer version has no package for this computer', async () => {
  const { dataFolder, releases } = await hostWithGuest();
  offer(dataFolder, { kind: 'rpm' });
  const { updates, folder } = installedApp();
  await updates.look(releases);
  expect(updates.state).toEqual({ status: 'missing', version: '0.2.0' });
  expect(existsSync(folder)).toBe(false);
});

it('goes on where an interrupted download was left', async () => {
  const server = await startServerForTest();
  const network = await FragileNetwork.to(Number(new URL(server.url).port));
  const ann = await ClientPerson.signUp(network.url, 'ann');
  offer(server.dataFolder);
  const { updates, folder } = installedApp();
  const asked: number[] = [];
  const releases: Pick<Releases, 'offered' | 'piece'> = {
    offered: () => ann.client.releases.offered(),
    piece: (name, first) => {
      asked.push(first);
      if (asked.length === 3) network.goDown();
      return ann.client.releases.piece(name, first);
    },
  };
  await updates.look(releases);
  expect(updates.state).toEqual({ status: 'none' });
  const [left = ''] = readdirSync(folder);
  expect(readFileSync(path.join(folder, left))).toHaveLength(asked[2]!);
  expect(asked[2]).toBeGreaterThan(1_000_000);

  network.comeBack();
  await ann.until(() => ann.client.connection.status === 'online');
  await updates.look(releases);
  expect(updates.state).toEqual({ status: 'ready', version: '0.2.0', kind: 'deb' });
  expect(asked[3]).toBe(asked[2]);
});

it('is offered only once all of it is there', async () => {
  const { dataFolder, releases } = await hostWithGuest();
  offer(dataFolder, { content: packed.subarray(0, -1) });
  expect(await releases.offered()).toBeNull();
  offer(dataFolder, { altered: () => '{' });
  expect(await releases.offered()).toBeNull();
  offer(dataFolder);
  expect((await releases.offered())?.manifest).toContain('0.2.0');
});
