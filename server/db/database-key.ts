import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashRaw } from '@node-rs/argon2';
import { StartupError } from '../startup-error.ts';

export const keyFileName = 'database.key';
export const saltFileName = 'passphrase.salt';

const keyBytes = 32;
const saltBytes = 16;
/** Heavier than for sign-in: it is paid once a start, and it guards everything. */
const passphraseCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

/**
 * The key of a server that runs alone: 32 random bytes in a file that only its owner can read, made
 * at the first start.
 * @throws StartupError when there is a database whose key file is gone: a new key could not open it.
 */
export function keyFromFile(folder: string, databaseFile: string): Uint8Array {
  const file = join(folder, keyFileName);
  if (existsSync(file)) return readKey(readFileSync(file, 'utf8'), `The key file ${file}`);
  if (existsSync(databaseFile)) {
    throw new StartupError(
      `The key file ${file} is missing, and the database cannot be opened without it`,
    );
  }
  const key = newKey();
  writeFileSync(file, keyFileContent(key), { mode: 0o600, flag: 'wx', flush: true });
  return key;
}

/**
 * The key of a server whose owner keeps a passphrase: argon2id over it and a stored salt.
 * @throws StartupError when the passphrase or the salt cannot be read.
 */
export async function keyFromPassphrase(
  passphraseFile: string,
  folder: string,
  databaseFile: string,
): Promise<Uint8Array> {
  const passphrase = readPassphrase(passphraseFile);
  const salt = readSalt(join(folder, saltFileName), databaseFile);
  return hashRaw(passphrase, { ...passphraseCost, outputLen: keyBytes, salt });
}

/**
 * A key for a new passphrase, with the salt to be stored for it.
 * @throws StartupError when the file cannot be read or is empty.
 */
export async function newKeyFromPassphrase(
  passphraseFile: string,
): Promise<{ key: Uint8Array; salt: Uint8Array }> {
  const passphrase = readPassphrase(passphraseFile);
  const salt = randomBytes(saltBytes);
  return { key: await hashRaw(passphrase, { ...passphraseCost, outputLen: keyBytes, salt }), salt };
}

export function newKey(): Uint8Array {
  return randomBytes(keyBytes);
}

/** What the key file holds for a key. */
export function keyFileContent(key: Uint8Array): string {
  return `${Buffer.from(key).toString('hex')}\n`;
}

/** A key in 64 hexadecimal digits. */
export function readKey(text: string, source: string): Uint8Array {
  const digits = text.trim();
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    throw new StartupError(`${source} does not hold a key of 64 hexadecimal digits`);
  }
  return Buffer.from(digits, 'hex');
}

/** @throws StartupError when the file cannot be read or is empty. */
export function readPassphrase(file: string): string {
  const passphrase = readText('passphrase', file).replace(/\r?\n$/, '');
  if (passphrase === '') throw new StartupError(`The passphrase file ${file} is empty`);
  return passphrase;
}

/**
 * A file that the person named.
 * @throws StartupError when it cannot be read.
 */
export function readText(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new StartupError(`The ${what} file ${file} cannot be read`, { cause });
  }
}

function readSalt(file: string, databaseFile: string): Uint8Array {
  if (existsSync(file)) return readFileSync(file);
  if (existsSync(databaseFile)) {
    throw new StartupError(
      `${file} is missing: this database has another kind of key, or its salt was lost`,
    );
  }
  const salt = randomBytes(saltBytes);
  writeFileSync(file, salt, { mode: 0o600, flag: 'wx', flush: true });
  return salt;
}
