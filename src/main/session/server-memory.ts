import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import type { ClientMemory, StoredTokens } from '#client/chat-client.ts';
import { ownAccount } from '#protocol/accounts.ts';
import { cursor } from '#protocol/identifiers.ts';
import type { Cursor } from '#protocol/identifiers.ts';
import type { Log } from '../logging/log.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { JsonFile } from '../storage/json-file.ts';

const storedTokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  access_expires_at: z.number(),
  account: ownAccount,
});

/** Tokens go to the server that gave them and to no other that may answer at its address. */
const storedSession = z.object({ serverIdentity: z.string(), tokens: storedTokens });
const storedPlace = z.object({ serverIdentity: z.string(), cursor: cursor.nullable() });

const saveCursorEveryMs = 1_000;

export interface RememberedServer {
  url: string;
  hostedHere: boolean;
  /** The server's public key. */
  identity: string;
}

export interface ServerMemoryOptions {
  server: RememberedServer;
  secrets: SecretStore;
  /** Where cursors are kept. */
  folder: string;
  log: Log;
}

/** What the app remembers of one server: the session, sealed, and how far it has read the log. */
export class ServerMemory implements ClientMemory {
  readonly #identity: string;
  readonly #secretName: string;
  readonly #secrets: SecretStore;
  readonly #place: JsonFile<typeof storedPlace>;
  readonly #log: Log;
  #unsavedCursor: Cursor | null | undefined;
  #cursorTimer: NodeJS.Timeout | null = null;

  constructor({ server, secrets, folder, log }: ServerMemoryOptions) {
    const name = nameOf(server);
    this.#identity = server.identity;
    this.#secretName = `session-${name}`;
    this.#secrets = secrets;
    this.#place = new JsonFile(path.join(folder, `${name}.json`), storedPlace, log);
    this.#log = log;
  }

  async loadTokens(): Promise<StoredTokens | null> {
    const reading = await this.#secrets.read(this.#secretName, storedSession);
    if (reading.status === 'unreadable') {
      this.#log.error('The saved session cannot be opened and is set aside', reading.cause);
      await this.#secrets.setAside(this.#secretName);
    }
    if (reading.status !== 'present') return null;
    return reading.value.serverIdentity === this.#identity ? reading.value.tokens : null;
  }

  async saveTokens(tokens: StoredTokens | null): Promise<void> {
    if (tokens === null) {
      await this.#secrets.remove(this.#secretName);
      return;
    }
    await this.#secrets.write(this.#secretName, { serverIdentity: this.#identity, tokens });
  }

  async loadCursor(): Promise<Cursor | null> {
    const place = await this.#place.load();
    return place?.serverIdentity === this.#identity ? place.cursor : null;
  }

  /** Kept back for a moment: after a crash a few events are replayed, which does no harm. */
  saveCursor(value: Cursor | null): Promise<void> {
    this.#unsavedCursor = value;
    this.#cursorTimer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => {
        this.#log.error('The place in the event log could not be saved', error);
      });
    }, saveCursorEveryMs);
    return Promise.resolve();
  }

  /** Writes what was kept back. */
  async flush(): Promise<void> {
    if (this.#cursorTimer !== null) clearTimeout(this.#cursorTimer);
    this.#cursorTimer = null;
    if (this.#unsavedCursor === undefined) return;
    const place = { serverIdentity: this.#identity, cursor: this.#unsavedCursor };
    this.#unsavedCursor = undefined;
    await this.#place.save(place);
  }
}

/** The server hosted here is one and the same whichever port it got. */
function nameOf(server: RememberedServer): string {
  if (server.hostedHere) return 'hosted-here';
  return createHash('sha256').update(server.url).digest('hex').slice(0, 32);
}
