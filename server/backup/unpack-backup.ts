import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { blobFolderIn } from '../blobs/blob-folder.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { proveContent, withDatabase } from '../db/database-content.ts';
import { flushFolder } from '../db/durable-files.ts';
import { openForWriting } from '../db/open-database.ts';
import { StartupError } from '../startup-error.ts';
import { openBackupKey, readHeader } from './backup-header.ts';
import type { BackupSecret } from './backup-header.ts';
import {
  databaseKeyName,
  databaseName,
  fileOfEntry,
  manifest,
  manifestName,
  readEntries,
  readEntry,
} from './backup-entries.ts';
import type { Entry, Manifest } from './backup-entries.ts';
import type { Progress } from './progress.ts';
import { readSealedStream } from './sealed-stream.ts';

export interface UnpackOptions {
  file: string;
  secret: BackupSecret;
  /** An empty folder. */
  into: string;
  /** False to prove the sealed files without keeping a second copy of them. */
  keepsFiles: boolean;
  onProgress: Progress;
}

export interface Unpacked {
  manifest: Manifest;
  /** Of the database as it was unpacked. */
  databaseKey: Uint8Array;
  createdAt: string;
}

const manifestMaxBytes = 65_536;
const missing = 'The backup is damaged: it does not hold what it says';

/**
 * Opens a backup, and proves what is in it: the database opens, passes SQLite's own checks and holds
 * what it held; no sealed file is missing. Everything is on disk when this resolves.
 * @throws StartupError with a sentence for people
 */
export async function unpackBackup(options: UnpackOptions): Promise<Unpacked> {
  const file = await openFile(options.file);
  try {
    const { header, bytes } = await readHeader(file);
    const key = await openBackupKey(header, options.secret);
    const stream = counted(readSealedStream(file, bytes, key), await sizeOf(file), options);
    const unpacked = await unpackEntries(readEntries(stream), options);
    return { ...unpacked, createdAt: header.created_at };
  } finally {
    await file.close();
  }
}

async function unpackEntries(
  entries: AsyncGenerator<Entry>,
  { into, keepsFiles }: UnpackOptions,
): Promise<Omit<Unpacked, 'createdAt'>> {
  const said = manifest.parse(JSON.parse(await smallEntry(entries, manifestName)));
  const databaseKey = Buffer.from(await smallEntry(entries, databaseKeyName), 'hex');
  await unpackFile(await expectEntry(entries, databaseName), join(into, databaseFileName));
  proveDatabase(join(into, databaseFileName), databaseKey, said);
  const folder = blobFolderIn(into);
  mkdirSync(folder, { mode: 0o700 });
  const found = { files: 0, bytes: 0 };
  for await (const entry of entries) {
    const fileName = fileOfEntry(entry.name);
    await unpackFile(entry, keepsFiles ? join(folder, fileName) : null);
    found.files += 1;
    found.bytes += entry.bytes;
  }
  if (found.files !== said.files || found.bytes !== said.file_bytes) {
    throw new StartupError(missing);
  }
  flushFolder(folder);
  return { manifest: said, databaseKey };
}

function proveDatabase(file: string, key: Uint8Array, said: Manifest): void {
  let content: string;
  try {
    content = withDatabase(openForWriting({ file, key }), proveContent);
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    throw new StartupError('The database in the backup is damaged', { cause });
  }
  if (contentHash(content) !== said.content) throw new StartupError(missing);
}

export function contentHash(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** @param path null to read it only */
async function unpackFile({ pieces }: Entry, path: string | null): Promise<void> {
  const file = path === null ? null : await open(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) await file?.appendFile(piece);
    await file?.sync();
  } finally {
    await file?.close();
  }
}

async function smallEntry(entries: AsyncGenerator<Entry>, name: string): Promise<string> {
  return (await readEntry(await expectEntry(entries, name), manifestMaxBytes)).toString();
}

async function expectEntry(entries: AsyncGenerator<Entry>, name: string): Promise<Entry> {
  const next = await entries.next();
  if (next.done === true || next.value.name !== name) throw new StartupError(missing);
  return next.value;
}

async function* counted(
  stream: AsyncGenerator<Buffer>,
  total: number,
  { onProgress, keepsFiles }: UnpackOptions,
): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const piece of stream) {
    done += piece.length;
    onProgress({ step: keepsFiles ? 'restoring' : 'proving', done: Math.min(done / total, 1) });
    yield piece;
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new StartupError(`The backup ${path} cannot be read`, { cause });
  }
}

async function sizeOf(file: FileHandle): Promise<number> {
  return (await file.stat()).size;
}
