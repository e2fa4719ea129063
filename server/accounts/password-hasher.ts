import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id parameters: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes and checks passwords, taking the same time whether or not the account exists. */
export class PasswordHasher {
  #decoy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return hash(password, parameters);
  }

  /** @param stored undefined for an unknown account: the work is done all the same. */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    this.#decoy ??= this.hash('no account has this password');
    const matches = await verify(stored ?? (await this.#decoy), password);
    return matches && stored !== undefined;
  }
}
