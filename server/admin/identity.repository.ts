import { firstEpoch } from '../db/epoch.ts';
import { defineRepository } from '../db/repository.ts';

/** What makes this server itself, made once and kept in its database. */
export interface Secrets {
  /** Signs access tokens and derives refresh tokens: 32 bytes. */
  tokenSecret: Uint8Array;
  /** The server's static X25519 private key: 32 bytes. */
  identityKey: Uint8Array;
}

export const identityRepository = defineRepository({
  name: 'identity',
  reads: {
    /** Which of those with this server's key this one is. */
    epoch(handle): number {
      return handle.value<number>("SELECT value FROM meta WHERE name = 'epoch'") ?? firstEpoch;
    },
  },
  writes: {
    /** Answers the stored secrets; the proposed ones become them on an empty database. */
    secrets(handle, proposed: Secrets): Secrets {
      const keep = (name: string, value: Uint8Array): Uint8Array => {
        handle.run('INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)', [name, value]);
        return handle.oneValue<Buffer>('SELECT value FROM meta WHERE name = ?', [name]);
      };
      return {
        tokenSecret: keep('token_secret', proposed.tokenSecret),
        identityKey: keep('identity_key', proposed.identityKey),
      };
    },
  },
});
