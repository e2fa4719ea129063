import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { identityOf } from '../admin/identity.ts';
import { blobFolderIn } from '../blobs/blob-folder.ts';
import { chunkBytes, sealedChunkBytes } from '../blobs/sealed-chunk.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { isDamage } from '../db/damage.ts';
import { flushFolder } from '../db/durable-files.ts';
import { takeFilesLock } from '../db/folder-lock.ts';
import type { FolderLock } from '../db/folder-lock.ts';
import { isRekeyUnsettled } from '../db/rekey-journal.ts';
import { takeSnapshot } from '../db/snapshot.ts';
import type { Snapshot } from '../db/snapshot.ts';
import { recoveryFile, recoveryFileName } from '../keys/recovery-file.ts';
import { StartupError } from '../startup-error.ts';
import { isFullDisk, isUnwritable } from '../system-error.ts';
import { BackupError } from './backup-error.ts';
import { unfinishedSuffix } from './backup-files.ts';
import {
  databaseKeyName,
  databaseName,
  entryHeader,
  entryOfFile,
  manifestName,
} from './backup-entries.ts';
import type { Manifest } from './backup-entries.ts';
import { sealBackupKey } from './backup-header.ts';
import type { PassphraseKey } from './backup-header.ts';
import type { Progress } from './progress.ts';
import { SealedStreamWriter } from './sealed-stream.ts';
import { contentHash, unpackBackup } from './unpack-backup.ts';

export interface BackupOptions {
  dataFolder: string;
  databaseKey: Uint8Array;
  /** The file that is to be made; none of this name is there. */
  target: string;
  /** Beside the recovery key, where there is one. */
  passphrase: PassphraseKey | null;
  onProgress: Progress;
}

export interface MadeBackup {
  manifest: Manifest;
  /** Bytes of the file. */
  size: number;
}

/** A sealed file as it stands in the data folder. */
interface SealedFile {
  name: string;
  path: string;
  bytes: number;
}

const workFolderName = 'backup.preparing';

/**
 * Makes a backup while a server may be writing: the database as of one moment, the sealed files that
 * belong to it, and its key. It gets its name once it has been restored beside the data and proved.
 * @throws StartupError with a sentence for people; nothing is left behind then
 */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
  const { dataFolder, target } = options;
  const recovery = readRecovery(dataFolder);
  if (recovery === null && options.passphrase === null) {
    throw new BackupError(
      'no_secret',
      'Nobody could open this backup if this computer were lost: make a recovery key first, or give a passphrase',
    );
  }
  const lock = await takeLock(dataFolder);
  const work = join(dataFolder, workFolderName);
  const unfinished = `${target}${unfinishedSuffix}`;
  try {
    rmSync(work, { recursive: true, force: true });
    rmSync(unfinished, { force: true });
    mkdirSync(join(work, 'proof'), { recursive: true, mode: 0o700 });
    const content = copyDatabase(options, join(work, databaseFileName));
    const { key, header } = sealBackupKey({ ...options, createdAt: new Date(), recovery });
    const writer = await SealedStreamWriter.create(unfinished, header, key);
    try {
      await writeEntries(writer, content, options);
    } finally {
      await writer.close();
    }
    const { manifest } = await unpackBackup({
      file: unfinished,
      secret: { kind: 'database-key', key: options.databaseKey },
      into: join(work, 'proof'),
      keepsFiles: false,
      onProgress: options.onProgress,
    });
    const { size } = statSync(unfinished);
    renameSync(unfinished, target);
    flushFolder(dirname(target));
    return { manifest, size };
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw explain(cause, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
    lock.release();
  }
}

interface Content {
  database: string;
  manifest: Manifest;
  files: SealedFile[];
}

function copyDatabase(options: BackupOptions, copy: string): Content {
  const { dataFolder, databaseKey: key, onProgress } = options;
  if (isRekeyUnsettled(dataFolder)) {
    throw new StartupError(
      'The key of this database is being changed, or that was interrupted: start the server once',
    );
  }
  onProgress({ step: 'copying', done: 0 });
  const snapshot = takeSnapshot({ file: join(dataFolder, databaseFileName), key, copy });
  const { content, accounts, messages, identityKey } = snapshot;
  if (identityKey === null) {
    throw new StartupError('There is nothing to back up yet: start the server once');
  }
  onProgress({ step: 'copying', done: 1 });
  const files = sealedFiles(snapshot, blobFolderIn(dataFolder));
  const manifest = {
    version: 1 as const,
    identity: identityOf(identityKey).publicKey,
    content: contentHash(content),
    accounts,
    messages,
    files: files.length,
    file_bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  return { database: copy, manifest, files };
}

/** What belongs to this very database; of a file that is still coming, what had come. */
function sealedFiles({ files, uploads }: Snapshot, folder: string): SealedFile[] {
  const whole = files.map((name) => withSize(name, join(folder, name)));
  const coming = uploads.map(({ id, byte_offset }) => ({
    name: id,
    path: join(folder, id),
    bytes: Math.floor(byte_offset / chunkBytes) * sealedChunkBytes,
  }));
  return [...whole, ...coming];
}

function withSize(name: string, path: string): SealedFile {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined) return { name, path, bytes: found.size };
  throw new StartupError(`The sealed file ${path} is missing, so the backup would not be whole`);
}

async function writeEntries(
  writer: SealedStreamWriter,
  { database, manifest, files }: Content,
  { databaseKey, onProgress }: BackupOptions,
): Promise<void> {
  await appendSmall(writer, manifestName, JSON.stringify(manifest));
  await appendSmall(writer, databaseKeyName, Buffer.from(databaseKey).toString('hex'));
  const all = [{ entry: databaseName, path: database, bytes: statSync(database).size }].concat(
    files.map(({ name, path, bytes }) => ({ entry: entryOfFile(name), path, bytes })),
  );
  const total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const { entry, path, bytes } of all) {
    await writer.append(entryHeader(entry, bytes));
    await appendFile(writer, path, bytes, (piece) => {
      done += piece;
      onProgress({ step: 'sealing', done: done / total });
    });
  }
  await writer.finish();
}

async function appendSmall(writer: SealedStreamWriter, name: string, text: string): Promise<void> {
  await writer.append(entryHeader(name, Buffer.byteLength(text)));
  await writer.append(Buffer.from(text));
}

/** Exactly so many bytes: what a file has grown by since then is of no concern. */
async function appendFile(
  writer: SealedStreamWriter,
  path: string,
  bytes: number,
  onPiece: (bytes: number) => void,
): Promise<void> {
  const file = await open(path, 'r');
  const buffer = Buffer.alloc(chunkBytes);
  try {
    for (let at = 0; at < bytes;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, bytes - at), at);
      if (bytesRead === 0) throw new StartupError(`The sealed file ${path} is too short`);
      await writer.append(buffer.subarray(0, bytesRead));
      at += bytesRead;
      onPiece(bytesRead);
    }
  } finally {
    await file.close();
  }
}

const lockWaitMs = 100;
const lockTriesMax = 100;

/** Files may just be being removed, which takes a moment. */
async function takeLock(dataFolder: string): Promise<FolderLock> {
  for (let tries = 0; tries < lockTriesMax; tries += 1) {
    const lock = takeFilesLock(dataFolder);
    if (lock !== null) return lock;
    await new Promise((resolve) => setTimeout(resolve, lockWaitMs));
  }
  throw new StartupError('Another backup of this server is being made');
}

/** The text of `recovery.json`; null where there is none. */
function readRecovery(dataFolder: string): string | null {
  const file = join(dataFolder, recoveryFileName);
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8');
  try {
    recoveryFile.parse(JSON.parse(text));
    return text;
  } catch (cause) {
    throw new BackupError('failed', `${file} is damaged: make a new recovery key`, { cause });
  }
}

function explain(cause: unknown, target: string): unknown {
  if (cause instanceof StartupError) return cause;
  if (isDamage(cause)) {
    const sentence = 'The database is damaged, so no backup of it was made; restore an older one';
    return new BackupError('failed', sentence, { cause });
  }
  if (isFullDisk(cause)) {
    return new BackupError('no_room', 'The disk has no room for the backup', { cause });
  }
  if (isUnwritable(cause)) {
    return new BackupError('not_writable', `The backup ${target} cannot be written`, { cause });
  }
  return cause;
}
