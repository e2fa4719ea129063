import { createHash, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReleaseFile, ReleaseManifest } from '#protocol/releases.ts';
import type { Progress } from '../backup/progress.ts';
import { flushFile, writeDurably } from '../db/durable-files.ts';
import { takeFolderLock } from '../db/folder-lock.ts';
import { StartupError } from '../startup-error.ts';
import { isFullDisk } from '../system-error.ts';
import { manifestFileName, readRelease, signatureFileName } from './release-folder.ts';
import type { HeldRelease } from './release-folder.ts';

export interface NewRelease {
  /** Where the packages and their signature are, or one of these files. */
  from: string;
  /** The server's folder for releases. */
  to: string;
  /** PEM: of those who make the app. */
  publicKey: string;
  onProgress: Progress;
}

/** Files on their way in, beside what is offered; what a crash left there goes with the next one. */
const arrivingName = '.arriving';

/**
 * Checks a release and puts it where the server hands it on from, in place of the one before. What is offered
 * changes at once and whole: the manifest is the last to go and the last to come.
 * @throws StartupError in plain words, with nothing changed.
 */
export async function addRelease({
  from,
  to,
  publicKey,
  onProgress,
}: NewRelease): Promise<ReleaseManifest> {
  const source = folderOf(from);
  const { manifest, signed, missing } = await requireRelease(source);
  requireSignature(signed, publicKey);
  if (missing.length > 0) {
    const names = missing.join(', ');
    throw new StartupError(`The release is not complete; missing or of another length: ${names}`);
  }
  const dataFolder = path.dirname(to);
  if (!existsSync(dataFolder)) throw new StartupError(`There is no data folder ${dataFolder}`);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  if (realpathSync(source) === realpathSync(to)) {
    throw new StartupError(`${to} is where the server keeps it: give the folder it comes from`);
  }
  const lock = takeFolderLock(to, 'releases.lock');
  if (lock === null) throw new StartupError('Another release is being added at this moment');
  const arriving = path.join(to, arrivingName);
  try {
    await rm(arriving, { recursive: true, force: true });
    mkdirSync(arriving, { mode: 0o700 });
    await fetchFiles(manifest, source, arriving, onProgress);
    await replace(manifest, signed, arriving, to);
    return manifest;
  } catch (cause) {
    if (isFullDisk(cause)) {
      throw new StartupError('The disk has no room for the release', { cause });
    }
    throw cause;
  } finally {
    await rm(arriving, { recursive: true, force: true });
    lock.release();
  }
}

/** Stops the offer first; answers what was offered. Files that are no part of it stay. */
export async function removeRelease(folder: string): Promise<ReleaseManifest | null> {
  const held = await readRelease(folder);
  await rm(path.join(folder, manifestFileName), { force: true });
  await rm(path.join(folder, signatureFileName), { force: true });
  if (held === null || held === 'unreadable') return null;
  for (const { name } of held.manifest.files) await rm(path.join(folder, name), { force: true });
  return held.manifest;
}

function folderOf(given: string): string {
  const found = statSync(given, { throwIfNoEntry: false });
  if (found === undefined) throw new StartupError(`There is no ${given}`);
  return found.isDirectory() ? given : path.dirname(given);
}

async function requireRelease(folder: string): Promise<HeldRelease> {
  const release = await readRelease(folder);
  if (release === null) {
    throw new StartupError(
      `There is no release in ${folder}: it needs ${manifestFileName} and ${signatureFileName} beside the packages`,
    );
  }
  if (release !== 'unreadable') return release;
  throw new StartupError(`The release in ${folder} cannot be read by this version of the server`);
}

/** The same as each app does before it installs anything. */
function requireSignature({ manifest, signature }: HeldRelease['signed'], publicKey: string): void {
  const bytes = Buffer.from(signature, 'base64');
  if (verify(null, Buffer.from(manifest), keyFrom(publicKey), bytes)) return;
  throw new StartupError(
    'The release is not signed by this key: it is somebody else’s, or was changed on its way',
  );
}

function keyFrom(publicKey: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPublicKey(publicKey);
  } catch (cause) {
    throw new StartupError('The key is no public key in PEM', { cause });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new StartupError('The key is no Ed25519 key');
}

/** Copies and hashes in one go: what is offered is what was checked. */
async function fetchFiles(
  { files }: ReleaseManifest,
  from: string,
  to: string,
  onProgress: Progress,
): Promise<void> {
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let copied = 0;
  for (const file of files) {
    await fetchFile(file, from, to, (bytes) => {
      copied += bytes;
      onProgress({ step: 'adding', done: Math.min(1, copied / all) });
    });
  }
}

async function fetchFile(
  { name, bytes, sha512 }: ReleaseFile,
  from: string,
  to: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const hash = createHash('sha512');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  const target = path.join(to, name);
  // No more than was signed, should the file grow meanwhile.
  const source = createReadStream(path.join(from, name), { end: bytes - 1 });
  await pipeline(source, hashing, createWriteStream(target, { mode: 0o600 }));
  if (hash.digest('hex') !== sha512) {
    throw new StartupError(`${name} is damaged, or is not the file that was signed`);
  }
  flushFile(target);
}

async function replace(
  manifest: ReleaseManifest,
  { manifest: text, signature }: HeldRelease['signed'],
  arriving: string,
  folder: string,
): Promise<void> {
  await rm(path.join(folder, manifestFileName), { force: true });
  const names = manifest.files.map(({ name }) => name);
  for (const [name, content] of [
    [signatureFileName, `${signature}\n`],
    [manifestFileName, text],
  ] as const) {
    writeDurably(arriving, name, content);
    names.push(name);
  }
  for (const name of names) await rename(path.join(arriving, name), path.join(folder, name));
  await removeOthers(folder, names);
}

/** What a release before it has left. */
async function removeOthers(folder: string, kept: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^future-talk-\d/.test(name) && !kept.includes(name)) {
      await rm(path.join(folder, name), { force: true });
    }
  }
}

/** @throws StartupError */
export async function readKeyFile(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new StartupError(`The key file ${file} cannot be read`, { cause });
  });
}
