import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { openRecoveryFile, recoveryFile } from '../keys/recovery-file.ts';
import { StartupError } from '../startup-error.ts';
import { readWhole } from './sealed-stream.ts';

/**
 * What stands at the beginning of a backup: the magic word, the length of what follows in four
 * bytes, and JSON that says how the key of the backup is found. The key is random; it is sealed
 * under the database key, and the database key in turn under the recovery key, as in the data
 * folder, so that a server can make backups that the recovery key opens without knowing it.
 */
const magic = Buffer.from('FTBACKUP');
const headerMaxBytes = 65_536;
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const purpose = 'Future Talk backup, version 1';
/** As for the database: it guards everything. */
const passphraseCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
/** A header comes from anywhere: what it asks for is bounded. */
const memoryCostMax = 1_048_576;

const encoded = z.base64url().transform((text) => Buffer.from(text, 'base64url'));

const passphraseSlot = z.object({
  memory_kib: z.int().min(8).max(memoryCostMax),
  passes: z.int().min(1).max(64),
  salt: encoded,
  sealed: encoded,
});

const backupHeader = z.object({
  version: z.literal(1),
  created_at: z.iso.datetime(),
  /** The key of the backup, sealed under what is derived from the database key. */
  database_key: encoded,
  /** What `recovery.json` held: the database key sealed under the recovery key. */
  recovery: recoveryFile.nullable(),
  /** The key of the backup, sealed under what argon2id makes of a passphrase. */
  passphrase: passphraseSlot.nullable(),
});
export type BackupHeader = z.output<typeof backupHeader>;

/** What argon2id made of a passphrase, and the salt: enough to make more backups with. */
export interface PassphraseKey {
  salt: Uint8Array;
  key: Uint8Array;
}

export type BackupSecret =
  | { kind: 'database-key'; key: Uint8Array }
  | { kind: 'recovery-key'; key: Uint8Array }
  | { kind: 'passphrase'; text: string };

export async function derivePassphraseKey(passphrase: string): Promise<PassphraseKey> {
  const salt = randomBytes(16);
  return { salt, key: await hashRaw(passphrase, { ...passphraseCost, outputLen: keyBytes, salt }) };
}

/** A new key for a backup, and the header by which the given secrets find it. */
export function sealBackupKey(options: {
  createdAt: Date;
  databaseKey: Uint8Array;
  /** The text of `recovery.json`, where there is one. */
  recovery: string | null;
  passphrase: PassphraseKey | null;
}): { key: Uint8Array; header: Buffer } {
  const key = randomBytes(keyBytes);
  const { passphrase } = options;
  const text = JSON.stringify({
    version: 1,
    created_at: options.createdAt.toISOString(),
    database_key: seal(fromDatabaseKey(options.databaseKey), key),
    recovery: options.recovery === null ? null : (JSON.parse(options.recovery) as unknown),
    passphrase: passphrase && {
      memory_kib: passphraseCost.memoryCost,
      passes: passphraseCost.timeCost,
      salt: Buffer.from(passphrase.salt).toString('base64url'),
      sealed: seal(passphrase.key, key),
    },
  });
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  return { key, header: Buffer.concat([magic, length, Buffer.from(text)]) };
}

/** @throws StartupError for a file that is no backup, or one of a newer version */
export async function readHeader(
  file: FileHandle,
): Promise<{ header: BackupHeader; bytes: Buffer }> {
  const start = Buffer.alloc(magic.length + 4);
  const { bytesRead } = await file.read(start, 0, start.length, 0);
  if (bytesRead < start.length || !start.subarray(0, magic.length).equals(magic)) {
    throw new StartupError('This file is not a backup of Future Talk');
  }
  const length = start.readUInt32BE(magic.length);
  if (length > headerMaxBytes) throw new StartupError('The backup is damaged at its beginning');
  const text = Buffer.alloc(length);
  await readWhole(file, text, start.length);
  return { header: parse(text.toString()), bytes: Buffer.concat([start, text]) };
}

function parse(text: string): BackupHeader {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new StartupError('The backup is damaged at its beginning', { cause });
  }
  const version = z.looseObject({ version: z.int() }).safeParse(content);
  if (version.data !== undefined && version.data.version > 1) {
    throw new StartupError('A newer version of Future Talk made this backup; update to restore it');
  }
  const header = backupHeader.safeParse(content);
  if (header.success) return header.data;
  throw new StartupError('The backup is damaged at its beginning', { cause: header.error });
}

/** @throws StartupError when the secret is not one that opens it */
export async function openBackupKey(
  header: BackupHeader,
  secret: BackupSecret,
): Promise<Uint8Array> {
  switch (secret.kind) {
    case 'database-key':
      return open(fromDatabaseKey(secret.key), header.database_key, 'key');
    case 'recovery-key': {
      if (header.recovery === null) {
        throw new StartupError(
          'No recovery key opens this backup: there was none when it was made',
        );
      }
      const databaseKey = openRecoveryFile(header.recovery, secret.key);
      return open(fromDatabaseKey(databaseKey), header.database_key, 'recovery key');
    }
    case 'passphrase': {
      const { passphrase } = header;
      if (passphrase === null) {
        throw new StartupError('No passphrase opens this backup: it was made without one');
      }
      const key = await hashRaw(secret.text, {
        memoryCost: passphrase.memory_kib,
        timeCost: passphrase.passes,
        parallelism: 1,
        outputLen: keyBytes,
        salt: passphrase.salt,
      });
      return open(key, passphrase.sealed, 'passphrase');
    }
  }
}

function fromDatabaseKey(databaseKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', databaseKey, '', purpose, keyBytes));
}

function seal(under: Uint8Array, key: Uint8Array): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', under, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

function open(under: Uint8Array, sealed: Uint8Array, what: string): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', under, sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(-tagBytes));
    const plain = decipher.update(sealed.subarray(nonceBytes, -tagBytes));
    return Buffer.concat([plain, decipher.final()]);
  } catch (cause) {
    throw new StartupError(`This ${what} does not open the backup`, { cause });
  }
}
