import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { testedReleaseKey } from '../../scripts/package/release-key.mjs';
import { hostedPort, hostHere, joinAt, signUp } from '../e2e/support/actions.ts';
import { PackagedDesktop } from '../e2e/support/packaged-desktop.ts';
import {
  copyApp,
  makeLater,
  packAppImage,
  packArchive,
  releaseKeyOf,
} from './support/next-version.ts';

const program = process.env['FUTURE_TALK_PACKAGED'] ?? '';
const unpacked = path.dirname(program);
const file = process.env['FUTURE_TALK_PACKAGE_FILE'] ?? '';
const isAppImage = file.endsWith('.AppImage');
/** The others are updated by programs of the system. */
const isUpdatedHere = file === '' || file.endsWith('.tar.gz') || isAppImage;

let folder: string;
let anna: PackagedDesktop;
let ben: PackagedDesktop;

/** What a release can be signed for here: a package that was made for tests trusts the key that was made for it. */
function isForTests(): boolean {
  try {
    return readFileSync(`${testedReleaseKey}.pub`, 'utf8') === releaseKeyOf(unpacked);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

if (process.platform === 'linux' && isUpdatedHere && isForTests()) {
  // It packs a whole app, and hands it on.
  test.describe.configure({ timeout: 300_000 });
  test.beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'future-talk-updates-'));
  });
  test.afterEach(async () => {
    await ben.remove();
    await anna.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  if (isAppImage) {
    test('an AppImage becomes the next version, which comes from the host', ofAppImage);
  } else {
    test(
      'an app gets the next version from the host, and is that one once it is unpacked',
      ofUnpacked,
    );
  }
}

async function ofUnpacked(): Promise<void> {
  const own = path.join(folder, 'own/app');
  copyApp(unpacked, own);
  const { version, packed } = pack();
  anna = new PackagedDesktop('anna', program);
  ben = new PackagedDesktop('ben', path.join(own, path.basename(program)));
  await offer(packed);
  await ready(version);
  await ben.quit();
  rmSync(own, { recursive: true });
  mkdirSync(own);
  execFileSync('tar', ['-xzf', fetched(), '-C', own, '--strip-components=1']);
  await ben.launch();
  await expect(ben.screen('main')).toBeVisible();
  expect(startsOf(ben).at(-1)).toBe(version);
}

async function ofAppImage(): Promise<void> {
  const own = path.join(folder, 'own/Future Talk.AppImage');
  mkdirSync(path.dirname(own));
  copyFileSync(file, own);
  const { version, packed } = pack();
  anna = new PackagedDesktop('anna', program);
  ben = new PackagedDesktop('ben', own);
  await offer(packed);
  await ready(version);
  await ben.restart(() => ben.page.getByRole('button', { name: 'Install…' }).click());
  await expect(ben.screen('main')).toBeVisible();
  expect(startsOf(ben).at(-1)).toBe(version);
  expect(readdirSync(path.dirname(own))).toEqual([path.basename(own)]);
  expect(readFileSync(own).equals(readFileSync(packed))).toBe(true);
}

/** The next version, as its makers sign it. */
function pack(): { version: string; packed: string } {
  const later = path.join(folder, 'later/app');
  copyApp(unpacked, later);
  const version = makeLater(later);
  const release = path.join(folder, 'release');
  mkdirSync(release);
  const ending = isAppImage ? 'x86_64.AppImage' : 'x64.tar.gz';
  const packed = path.join(release, `future-talk-${version}-linux-${ending}`);
  if (isAppImage) packAppImage(later, packed, file);
  else packArchive(later, packed);
  const script = path.resolve(import.meta.dirname, '../../scripts/release.mjs');
  execFileSync(process.execPath, [script, release, '--key', testedReleaseKey]);
  return { version, packed };
}

/** Anna hosts; her server hands the release on; and Ben, who has joined, opens his settings. */
async function offer(packed: string): Promise<void> {
  await anna.launch();
  await hostHere(anna, 'anyone');
  await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
  const resources = path.join(unpacked, 'resources');
  const data = path.join(anna.profile, 'server');
  execFileSync(path.join(resources, 'node/bin/node'), [
    path.join(resources, 'server/main.js'),
    ...['release', 'add', path.dirname(packed), '--data', data],
    ...['--key', `${testedReleaseKey}.pub`],
  ]);
  await ben.launch();
  await joinAt(ben, `127.0.0.1:${String(await hostedPort(anna))}`);
  await signUp(ben, { username: 'ben', displayName: 'Ben Ito' });
  await ben.page.getByRole('button', { name: /^Settings/ }).click();
}

async function ready(version: string): Promise<void> {
  const said = `Version ${version} is ready to install`;
  await expect(ben.page.getByTestId('update')).toContainText(said, { timeout: 60_000 });
}

/** What Ben's app has fetched, and checked. */
function fetched(): string {
  const updates = path.join(ben.profile, 'updates');
  const [name = ''] = readdirSync(updates);
  return path.join(updates, name);
}

/** The versions that have run, as they say it when they start. */
function startsOf({ profile }: PackagedDesktop): string[] {
  const log = readFileSync(path.join(profile, 'logs/main.log'), 'utf8');
  return [...log.matchAll(/Future Talk (\S+) starts on/g)].map(([, version = '']) => version);
}
