import { z } from 'zod';
import type { ChatClient, ClientMemory, OutboxStore, StoredTokens } from '#client/chat-client.ts';
import { ownAccount } from '#protocol/accounts.ts';
import type { Cursor, UserId } from '#protocol/identifiers.ts';
import { ExpiryWatch } from '../cache/expiry-watch.ts';
import type { PersonCache } from '../cache/person-cache.ts';
import type { ServerCaches } from '../cache/server-caches.ts';
import { StoredOutbox } from '../cache/stored-outbox.ts';
import type { Log } from '../logging/log.ts';
import { sessionSecretOf } from '../secrets/secret-names.ts';
import type { SecretStore } from '../secrets/secret-store.ts';

const storedTokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  access_expires_at: z.number(),
  account: ownAccount,
});

/** Tokens go to the server that gave them and to no other. */
const storedSession = z.object({ serverIdentity: z.string(), tokens: storedTokens });

export interface RememberedServer {
  /** Its public key: the server is that, at whatever address and on whichever computer. */
  identity: string;
}

export interface ServerMemoryOptions {
  server: RememberedServer;
  secrets: SecretStore;
  /** Of those who sign in to this server. */
  caches: Pick<ServerCaches, 'open' | 'erase' | 'eraseAll'>;
  log: Log;
}

interface OpenCache {
  person: UserId;
  cache: PersonCache;
  expiry: ExpiryWatch;
}

/** What whoever is signed in needs of it, also where nothing can be kept. */
export type SessionMemory = Pick<ServerMemory, keyof ServerMemory>;

/** What the app remembers of one server: the session, sealed, and the cache of who is signed in. */
export class ServerMemory implements ClientMemory {
  readonly #identity: string;
  readonly #secretName: string;
  readonly #secrets: SecretStore;
  readonly #caches: ServerMemoryOptions['caches'];
  readonly #log: Log;
  readonly #outbox: StoredOutbox;
  #open: OpenCache | null = null;

  constructor({ server, secrets, caches, log }: ServerMemoryOptions) {
    this.#identity = server.identity;
    this.#secretName = sessionSecretOf(server.identity);
    this.#secrets = secrets;
    this.#caches = caches;
    this.#log = log;
    this.#outbox = new StoredOutbox(log);
  }

  get outbox(): OutboxStore {
    return this.#outbox;
  }

  /** Of who is signed in; null where nobody is, or there is none. */
  get cache(): PersonCache | null {
    return this.#open?.cache ?? null;
  }

  /** Keeps up with what the client hears. To be called before anybody else listens to it. */
  follow(client: Pick<ChatClient, 'on'>): void {
    client.on('event', (event) => this.cache?.apply(event));
    client.on('resynchronised', () => this.cache?.removeContent());
    client.on('connection', (connection) => this.#open?.expiry.connectionChanged(connection));
  }

  async loadTokens(): Promise<StoredTokens | null> {
    const reading = await this.#secrets.read(this.#secretName, storedSession);
    if (reading.status === 'unreadable') {
      this.#log.error('The saved session cannot be opened and is set aside', reading.cause);
      await this.#secrets.setAside(this.#secretName);
    }
    if (reading.status !== 'present') return null;
    const { serverIdentity, tokens } = reading.value;
    if (serverIdentity !== this.#identity) return null;
    await this.#use(tokens.account.id);
    return tokens;
  }

  async saveTokens(tokens: StoredTokens | null): Promise<void> {
    if (tokens === null) {
      await this.#secrets.remove(this.#secretName);
      await this.#endCache();
      return;
    }
    await this.#secrets.write(this.#secretName, { serverIdentity: this.#identity, tokens });
    await this.#use(tokens.account.id);
  }

  loadCursor(): Promise<Cursor | null> {
    return Promise.resolve(this.cache?.cursor ?? null);
  }

  saveCursor(value: Cursor | null): Promise<void> {
    this.cache?.moveCursor(value);
    return Promise.resolve();
  }

  /** Leaves nothing of this server: nothing that was seen, and nothing that waited to be sent. */
  async erase(): Promise<void> {
    this.close();
    await this.#secrets.remove(this.#secretName);
    await this.#caches.eraseAll();
  }

  close(): void {
    this.#outbox.use(null);
    this.#open?.expiry.stop();
    this.#open?.cache.close();
    this.#open = null;
  }

  async #use(person: UserId): Promise<void> {
    if (this.#open?.person === person) return;
    this.close();
    const cache = await this.#caches.open(person);
    if (cache === null) return;
    this.#outbox.use(cache);
    this.#open = { person, cache, expiry: new ExpiryWatch(cache) };
  }

  /**
   * The session is over, and with it what was seen. Where the server has ended it there may be
   * messages that it does not have yet: they stay, sealed, for when the same person signs in again.
   */
  async #endCache(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    const isWaitedFor = this.#outbox.list().length > 0;
    if (isWaitedFor) open.cache.removeContent();
    this.close();
    if (!isWaitedFor) await this.#caches.erase(open.person);
  }
}
