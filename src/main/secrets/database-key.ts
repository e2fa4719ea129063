import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { words } from '#messages/catalogue.ts';
import { LocalError } from '../local-error.ts';
import type { SecretStore } from './secret-store.ts';

const keyBytes = 32;
const secretName = 'database-key';
const storedKey = z.object({ key: z.hex().length(2 * keyBytes) });

export interface DatabaseKeyOptions {
  secrets: SecretStore;
  /** Whether a database that needs its old key is already there. */
  databaseExists: () => boolean;
}

/**
 * The key of the hosted server's database, as 64 hexadecimal digits; made once. While a database
 * or an unreadable key is there, none is made anew: a second key could only hide that the first
 * is lost. Throws DATABASE_KEY_LOST then.
 */
export async function obtainDatabaseKey(options: DatabaseKeyOptions): Promise<string> {
  const reading = await options.secrets.read(secretName, storedKey);
  if (reading.status === 'present') return reading.value.key;
  if (reading.status === 'unreadable') {
    throw new LocalError('DATABASE_KEY_LOST', words('failure.keyUnreadable'), {
      retryable: true,
      cause: reading.cause,
    });
  }
  if (options.databaseExists()) {
    throw new LocalError('DATABASE_KEY_LOST', words('failure.keyMissing'));
  }
  const key = randomBytes(keyBytes).toString('hex');
  await saveDatabaseKey(options.secrets, key);
  return key;
}

/** Takes the place of any other. Throws HOSTING_FAILED when the keychain cannot be used. */
export async function saveDatabaseKey(secrets: SecretStore, key: string): Promise<void> {
  try {
    await secrets.write(secretName, { key });
  } catch (cause) {
    throw new LocalError('HOSTING_FAILED', words('failure.keychain'), { retryable: true, cause });
  }
}
