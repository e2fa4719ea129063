import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { UserId } from '#protocol/identifiers.ts';
import type { Log } from '../logging/log.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { hashedName } from '../storage/hashed-name.ts';
import { CacheDatabase } from './cache-database.ts';
import { cacheFileEnding, cacheFolderOf, cacheSecretOf } from './cache-names.ts';
import type { MessagePlace } from './messages.repository.ts';
import { PersonCache } from './person-cache.ts';
import type { SqliteClass } from './sqlite.ts';

const keyBytes = 32;
const storedKey = z.object({ key: z.hex().length(2 * keyBytes) });

export interface ServerCachesOptions {
  /** The server's public key. */
  identity: string;
  /** Where all caches are kept. */
  folder: string;
  secrets: SecretStore;
  Database: SqliteClass;
  log: Log;
  /** A cache could not be opened and was thrown away, and with it what may have waited to be sent. */
  onThrownAway: () => void;
  /** Told of texts that were destroyed by this computer's clock. */
  onDestroyed: (places: MessagePlace[]) => void;
}

/**
 * The caches of those who sign in to one server: for each person an encrypted file, with its key in
 * the secret store. A cache never keeps the app from opening: one that cannot be used is made anew,
 * and where that fails too there is none.
 */
export class ServerCaches {
  readonly #options: ServerCachesOptions;
  readonly #folder: string;

  constructor(options: ServerCachesOptions) {
    this.#options = options;
    this.#folder = cacheFolderOf(options.folder, options.identity);
  }

  async open(person: UserId): Promise<PersonCache | null> {
    const { log, onThrownAway } = this.#options;
    const name = hashedName(person);
    const file = this.#fileOf(name);
    const before = existsSync(file);
    try {
      if (before) {
        const known = await this.#tryToOpen(file, name, person);
        if (known !== null) return known;
        onThrownAway();
        await this.#erase(name);
      }
      return await this.#make(file, name, person);
    } catch (error) {
      log.error('There is no cache: what is seen now cannot be read without the server', error);
      return null;
    }
  }

  /** The key first: without it the file says nothing, whenever it goes. */
  erase(person: UserId): Promise<void> {
    return this.#erase(hashedName(person));
  }

  /** Of everybody who was ever signed in to this server here. */
  async eraseAll(): Promise<void> {
    if (!existsSync(this.#folder)) return;
    for (const file of await readdir(this.#folder)) {
      if (file.endsWith(cacheFileEnding)) await this.#erase(file.slice(0, -cacheFileEnding.length));
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #tryToOpen(file: string, name: string, person: UserId): Promise<PersonCache | null> {
    const { secrets, log } = this.#options;
    const reading = await secrets.read(this.#secretOf(name), storedKey);
    if (reading.status !== 'present') {
      log.error('The key of the cache is gone; the cache is thrown away');
      return null;
    }
    try {
      return this.#openFile(file, reading.value.key, person);
    } catch (error) {
      log.error('The cache cannot be used and is thrown away', error);
      return null;
    }
  }

  async #make(file: string, name: string, person: UserId): Promise<PersonCache> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const key = randomBytes(keyBytes).toString('hex');
    await this.#options.secrets.write(this.#secretOf(name), { key });
    return this.#openFile(file, key, person);
  }

  /** Reads what the app opens with, so that damage shows now. */
  #openFile(file: string, key: string, person: UserId): PersonCache {
    const database = new CacheDatabase(this.#options.Database, file, key);
    const cache = new PersonCache({
      database,
      ownId: person,
      onDestroyed: this.#options.onDestroyed,
      onFailure: (error) => {
        this.#failed(person, error);
      },
    });
    try {
      cache.outgoing.list();
      cache.conversations.list(false);
      cache.prune();
    } catch (error) {
      cache.close();
      throw error;
    }
    return cache;
  }

  /** Damage would be met again at the next start: without its key the file is thrown away then. */
  #failed(person: UserId, error: unknown): void {
    const { log, secrets } = this.#options;
    log.error('The cache has failed and takes in nothing more', error);
    if (!isDamage(error)) return;
    secrets.remove(this.#secretOf(hashedName(person))).catch((problem: unknown) => {
      log.error('The key of the damaged cache could not be removed', problem);
    });
  }

  async #erase(name: string): Promise<void> {
    await this.#options.secrets.remove(this.#secretOf(name));
    for (const suffix of ['', '-wal', '-shm']) {
      await rm(this.#fileOf(name) + suffix, { force: true });
    }
  }

  #fileOf(name: string): string {
    return path.join(this.#folder, name + cacheFileEnding);
  }

  #secretOf(name: string): string {
    return cacheSecretOf(this.#options.identity, name);
  }
}

function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB');
}
