import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { z } from 'zod';
import type { LockState } from '#ipc/keys.ts';
import { LocalError } from '../local-error.ts';
import type { Log } from '../logging/log.ts';
import { JsonFile } from '../storage/json-file.ts';
import { SerialQueue } from '../storage/serial-queue.ts';
import { openText, sealText } from './sealed-text.ts';
import type { SecretLock } from './secret-lock.ts';
import type { Cipher } from './secret-store.ts';

const keyBytes = 32;
const saltBytes = 16;
/** Half a second at each start of the app, in exchange for everything that it keeps. */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
/** Sealed beside the salt, to tell a right passphrase from a wrong one. */
const knownText = 'Future Talk';

const passphraseFile = z.object({
  kdf: z.literal('argon2id'),
  memoryKib: z.int().min(8_192).max(4_194_304),
  passes: z.int().min(1).max(100),
  salt: z.base64url(),
  check: z.base64url(),
});
type StoredPassphrase = z.infer<typeof passphraseFile>;

interface PassphraseLockOptions {
  /** Where salt and check are kept; not secret. */
  file: string;
  keychainIsGone: boolean;
  onChanged: () => void;
  log: Log;
}

/** Secrets sealed under a passphrase, where the operating system has no keychain. */
export class PassphraseLock implements SecretLock {
  readonly keychainIsGone: boolean;
  readonly cipher: Cipher;
  readonly opened: Promise<void>;
  readonly #path: string;
  readonly #file: JsonFile<typeof passphraseFile>;
  readonly #onChanged: () => void;
  readonly #tasks = new SerialQueue();
  #stored: StoredPassphrase | null = null;
  #key: Uint8Array | null = null;
  #open: () => void = () => undefined;

  private constructor({ file, keychainIsGone, onChanged, log }: PassphraseLockOptions) {
    this.keychainIsGone = keychainIsGone;
    this.#path = file;
    this.#file = new JsonFile(file, passphraseFile, log);
    this.#onChanged = onChanged;
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    this.cipher = {
      seal: (text) => sealText(text, this.#openKey),
      open: (sealed) => openText(sealed, this.#openKey),
    };
  }

  static async load(options: PassphraseLockOptions): Promise<PassphraseLock> {
    const lock = new PassphraseLock(options);
    lock.#stored = await lock.#file.load();
    return lock;
  }

  get state(): LockState {
    if (this.#key !== null) return 'open';
    return this.#stored === null ? 'passphrase-to-choose' : 'locked';
  }

  unlock(passphrase: string): Promise<void> {
    return this.#tasks.run(async () => {
      if (this.#stored === null) throw wrong('There is no passphrase yet: choose one first');
      const key = await deriveKey(passphrase, this.#stored);
      try {
        openText(Buffer.from(this.#stored.check, 'base64url'), key);
      } catch (cause) {
        throw wrong('That is not the passphrase', cause);
      }
      this.#use(key);
    });
  }

  choose(passphrase: string): Promise<void> {
    return this.#tasks.run(async () => {
      if (this.#stored !== null) throw wrong('There is a passphrase already');
      const salt = randomBytes(saltBytes).toString('base64url');
      const costs = { memoryKib: cost.memoryCost, passes: cost.timeCost };
      const key = await deriveKey(passphrase, { ...costs, salt });
      const check = sealText(knownText, key).toString('base64url');
      const stored: StoredPassphrase = { kdf: 'argon2id', ...costs, salt, check };
      await this.#file.save(stored);
      this.#stored = stored;
      this.#use(key);
    });
  }

  forget(): Promise<void> {
    return this.#tasks.run(async () => {
      if (this.#stored === null || this.#key !== null) return;
      // Kept for the day on which the passphrase comes to mind.
      await rename(this.#path, `${this.#path}.forgotten`);
      this.#stored = null;
      this.#onChanged();
    });
  }

  get #openKey(): Uint8Array {
    if (this.#key === null) throw new Error('the passphrase has not been given yet');
    return this.#key;
  }

  #use(key: Uint8Array): void {
    this.#key = key;
    this.#open();
    this.#onChanged();
  }
}

async function deriveKey(
  passphrase: string,
  { salt, memoryKib, passes }: Pick<StoredPassphrase, 'salt' | 'memoryKib' | 'passes'>,
): Promise<Uint8Array> {
  // Loaded by those alone who have no keychain.
  const { hashRaw } = await import('@node-rs/argon2');
  // The same letters can come from a keyboard in more than one form.
  return hashRaw(passphrase.normalize('NFC'), {
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: cost.parallelism,
    outputLen: keyBytes,
    salt: Buffer.from(salt, 'base64url'),
  });
}

function wrong(detail: string, cause?: unknown): LocalError {
  return new LocalError('PASSPHRASE_WRONG', detail, { cause });
}
