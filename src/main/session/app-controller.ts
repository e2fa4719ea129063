import { ServerKeyError } from '#client/chat-client.ts';
import type { ChatClient } from '#client/chat-client.ts';
import type { AppState } from '#ipc/app.ts';
import type { ConnectedServer } from '#ipc/connected-server.ts';
import type { JoinOutcome } from '#ipc/trust.ts';
import { words } from '#messages/catalogue.ts';
import type { Words } from '#messages/catalogue.ts';
import type { OwnAccount, User } from '#protocol/accounts.ts';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import type { ServerMoved } from '#protocol/move.ts';
import { getServer } from '#protocol/server.ts';
import { CachedReads } from '../cache/cached-reads.ts';
import type { PersonCache } from '../cache/person-cache.ts';
import { LocalError } from '../local-error.ts';
import type { LocalServer } from '../hosting/hosting-controller.ts';
import { describeLink } from '../links/opened-link.ts';
import type { Log } from '../logging/log.ts';
import type { SettingsFile } from '../settings-file.ts';
import { SerialQueue } from '../storage/serial-queue.ts';
import { decodeKey, encodeKey } from '../trust/ask-server.ts';
import { withEpoch } from '../trust/known-servers.ts';
import { addressOf } from '../trust/server-door.ts';
import type { JoinWish, ServerDoor } from '../trust/server-door.ts';
import { firstState } from './first-state.ts';
import type { SessionMemory } from './server-memory.ts';
import { wordsForSignOut } from './sign-out-words.ts';

export interface AppControllerDependencies {
  version: string;
  /** A page in a browser, with no app around it. */
  inBrowser?: boolean;
  settings: Pick<SettingsFile, 'current' | 'choose' | 'change'>;
  hosting: {
    readonly localServer: LocalServer | null;
    /** Where the server is that was hosted here; null where none has gone. */
    readonly movedTo: string[] | null;
    resume(): Promise<unknown>;
    serverMoved(addresses: string[]): Promise<void>;
  };
  door: Pick<ServerDoor, 'knock' | 'openLocal'>;
  /** Where a server is that has moved; null where it cannot be found at any of these addresses. */
  whereIs: (
    server: ConnectedServer,
    moved: Pick<ServerMoved, 'addresses' | 'epoch'>,
  ) => Promise<ConnectedServer | null>;
  /** `onCacheLost` is called when the cache had to be thrown away, with what may have waited in it. */
  rememberServer: (server: ConnectedServer, onCacheLost: () => void) => SessionMemory;
  createClient: (server: ConnectedServer, memory: SessionMemory) => Promise<ChatClient>;
  /** Called for each new client before it does anything; ends with the client. */
  onClient: (client: ChatClient) => void;
  /** The person in front of the app is another one, or none. */
  onPersonChanged: () => void;
  onStateChanged: (state: AppState) => void;
  log: Log;
}

type RegisterBody = Parameters<ChatClient['register']>[0];
type LoginBody = Parameters<ChatClient['login']>[0];

interface OpenServer {
  client: ChatClient;
  memory: SessionMemory;
  reads: CachedReads;
}

/** Which server the app speaks to and who is signed in: owner of the AppState. */
export class AppController {
  readonly #dependencies: AppControllerDependencies;
  readonly #tasks = new SerialQueue();
  #open: OpenServer | null = null;
  #state: AppState;
  #restored: Promise<void> | null = null;
  #isRestoring = false;

  constructor(dependencies: AppControllerDependencies) {
    this.#dependencies = dependencies;
    this.#state = firstState(dependencies.version, dependencies.inBrowser);
  }

  get state(): AppState {
    return this.#state;
  }

  /** Throws NO_SESSION when no server has been chosen. */
  get client(): ChatClient {
    if (this.#open === null) throw new LocalError('NO_SESSION', 'Choose a server first');
    return this.#open.client;
  }

  /** Throws NO_SESSION when nobody is signed in. */
  get signedInClient(): ChatClient {
    const { client } = this;
    if (this.#state.account === null) throw new LocalError('NO_SESSION', 'Sign in first');
    return client;
  }

  /** What the person sees, with or without the server. Throws NO_SESSION when nobody is signed in. */
  get reads(): CachedReads {
    if (this.#open === null || this.#state.account === null) {
      throw new LocalError('NO_SESSION', 'Sign in first');
    }
    return this.#open.reads;
  }

  /** Of who is signed in; null where nobody is, or there is none. */
  get cache(): PersonCache | null {
    return this.#open?.memory.cache ?? null;
  }

  /** Where the app was when it was closed; needs no network. The same promise on every call. */
  restore(): Promise<void> {
    this.#restored ??= this.#tasks.run(() => this.#restore());
    return this.#restored;
  }

  async #restore(): Promise<void> {
    // The window may show already where the app was: on the way back there it is nowhere.
    this.#isRestoring = true;
    await this.#goBack().finally(() => {
      this.#isRestoring = false;
      this.#change({});
    });
  }

  async #goBack(): Promise<void> {
    const { hosting, settings, log } = this.#dependencies;
    await hosting.resume().catch((error: unknown) => {
      // The hosting state tells the person; what was said so far can still be shown.
      log.error('Hosting could not be resumed', error);
    });
    const remembered = settings.current.server;
    if (remembered === null) return;
    const local = remembered.hostedHere ? hosting.localServer : null;
    const addresses = remembered.hostedHere ? hosting.movedTo : null;
    const hostedHere = remembered.hostedHere && addresses === null;
    await this.#use(local === null ? { ...remembered, hostedHere } : atHome(remembered, local));
    if (addresses !== null) this.#inBackground(this.follow({ addresses, epoch: 0 }));
  }

  /** Throws CALL_INVALID, UNREACHABLE, NOT_A_SERVER or SERVER_KEY_CHANGED. */
  join(wish: JoinWish): Promise<JoinOutcome> {
    return this.#tasks.run(async () => {
      const entrance = await this.#dependencies.door.knock(wish);
      if (entrance.outcome === 'unverified') return entrance;
      const { server, inviteCode } = entrance;
      await this.#choose(server);
      this.#change({ inviteCode, openedLink: null });
      return { outcome: 'joined', server };
    });
  }

  /** Makes the server that this computer hosts the app's server. */
  useHostedServer(): Promise<ConnectedServer> {
    return this.#tasks.run(async () => {
      const local = this.#dependencies.hosting.localServer;
      if (local === null) throw new LocalError('HOSTING_FAILED', words('failure.hosting.nothing'));
      return this.#choose(await this.#dependencies.door.openLocal(local));
    });
  }

  /** After hosting has stopped: back to the first screen, with the session kept for another time. */
  hostedServerStopped(): Promise<void> {
    return this.#tasks.run(async () => {
      if (this.#state.server?.hostedHere === true) await this.#forgetServer();
    });
  }

  leave(): Promise<void> {
    return this.#tasks.run(async () => {
      if (this.#state.account !== null) await this.client.logout();
      const memory = this.#open?.memory;
      await this.#forgetServer();
      await memory?.erase();
    });
  }

  signUp(body: RegisterBody): Promise<OwnAccount> {
    return this.#enter((client) => client.register(body));
  }

  signIn(body: LoginBody): Promise<OwnAccount> {
    return this.#enter((client) => client.login(body));
  }

  signOut(): Promise<void> {
    return this.#tasks.run(async () => {
      await this.client.logout();
      this.#signedOut(null);
    });
  }

  /** Does not connect to what shows another key: back to the first screen, with the session kept. */
  refuseServerKey(): Promise<void> {
    return this.#tasks.run(() => this.#forgetServer());
  }

  /** Somebody clicked an invite link. */
  async openLink(text: string): Promise<void> {
    // Who is signed in decides what is shown.
    await this.restore();
    const { account, server } = this.#state;
    const signedInToKey = account === null ? null : (server?.information.public_key ?? null);
    this.#change({ openedLink: describeLink(text, signedInToKey) });
  }

  dismissLink(): void {
    this.#change({ openedLink: null });
  }

  accountChanged(account: OwnAccount): void {
    this.#change({ account });
  }

  /** Perhaps who is signed in, on another device. */
  personUpdated(user: User): void {
    const { account } = this.#state;
    if (account?.id === user.id) this.#change({ account: { ...account, ...user } });
  }

  /** Asks the server again what it is, since its host may have changed that. */
  async refreshInformation(): Promise<void> {
    const { server } = this.#state;
    if (server === null) return;
    const { fingerprint, public_key } = server.information;
    const information = await this.client.call(getServer, {});
    if (this.#state.server?.url !== server.url) return;
    // The key is the one that was trusted, whatever the server says of itself.
    const checked = { ...information, fingerprint, public_key };
    await this.#remember({ ...this.#state.server, information: checked });
  }

  /** Lets go of the network and writes what was kept back; the app is about to end. */
  shutDown(): Promise<void> {
    return this.#tasks.run(() => this.#closeClient());
  }

  async #choose(server: ConnectedServer): Promise<ConnectedServer> {
    await this.#use(server);
    await this.#remember(server);
    return server;
  }

  async #remember(server: ConnectedServer): Promise<void> {
    this.#change({ server });
    await this.#dependencies.settings.choose(server);
  }

  async #use(server: ConnectedServer): Promise<void> {
    await this.#closeClient();
    const memory = this.#dependencies.rememberServer(server, () => {
      this.#change({ unsentLost: true });
    });
    const client = await this.#dependencies.createClient(server, memory);
    memory.follow(client);
    this.#open = { client, memory, reads: new CachedReads(client, () => memory.cache) };
    this.#listen(client);
    this.#dependencies.onClient(client);
    const account = await client.restore();
    this.#change({ server, account, signedOutBecause: null, keyChange: null, inviteCode: null });
    this.#dependencies.onPersonChanged();
    if (account !== null) client.connect();
  }

  #listen(client: ChatClient): void {
    const { settings, hosting } = this.#dependencies;
    const isCurrent = () => this.#open?.client === client;
    client.on('connection', (connection) => {
      if (!isCurrent()) return;
      this.#change({ connection });
      if (connection.status === 'online') this.#refreshInBackground();
    });
    client.on('signedOut', ({ reason }) => {
      if (isCurrent()) this.#signedOut(wordsForSignOut(reason));
    });
    client.on('newEpoch', (mark) => {
      const key = this.#state.server?.information.public_key;
      if (key === undefined || !isCurrent()) return;
      const knownServers = withEpoch(settings.current.knownServers, key, mark);
      this.#inBackground(settings.change({ knownServers }));
    });
    client.on('serverMoved', (moved) => {
      if (!isCurrent()) return;
      if (this.#state.inBrowser) {
        this.#change({ movedTo: moved.addresses });
        return;
      }
      const wasHere = this.#state.server?.hostedHere === true;
      if (wasHere) this.#inBackground(hosting.serverMoved(moved.addresses));
      this.#inBackground(this.follow(moved));
    });
    client.on('serverKeyChanged', ({ seen }) => {
      if (isCurrent()) this.#stopAtKey(seen);
    });
  }

  /**
   * Goes after the server to the first of these addresses at which its key answers; true once it is
   * the app's server there.
   */
  async follow(moved: Pick<ServerMoved, 'addresses' | 'epoch'>): Promise<boolean> {
    const client = this.#open?.client;
    const { server } = this.#state;
    if (client === undefined || server === null) return false;
    const found = await this.#dependencies.whereIs(server, moved);
    return this.#tasks.run(async () => {
      // The person may have gone to another one meanwhile.
      if (found === null || this.#open?.client !== client) return false;
      if (found.url === this.#state.server?.url) return true;
      client.moveTo(found.url);
      await this.#remember(found);
      return true;
    });
  }

  #refreshInBackground(): void {
    this.refreshInformation().catch((error: unknown) => {
      this.#dependencies.log.warn('The server did not say what it is', error);
    });
  }

  #inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#dependencies.log.error('What the server said could not be followed', error);
    });
  }

  #enter(signIn: (client: ChatClient) => Promise<OwnAccount>): Promise<OwnAccount> {
    return this.#tasks.run(async () => {
      const { client } = this;
      const account = await signIn(client).catch((error: unknown) => {
        if (error instanceof ServerKeyError) this.#stopAtKey(error.seen);
        throw error;
      });
      this.#change({ account, signedOutBecause: null, inviteCode: null });
      this.#dependencies.onPersonChanged();
      client.connect();
      return account;
    });
  }

  /** The client has stopped by itself; only the person may say how it goes on. */
  #stopAtKey(seen: Uint8Array): void {
    const { server } = this.#state;
    if (server === null) return;
    const { name, public_key } = server.information;
    const keyChange = {
      address: addressOf(server.url),
      publicKey: encodeKey(seen),
      fingerprint: fingerprintOf(seen),
      before: { name, fingerprint: fingerprintOf(decodeKey(public_key)) },
    };
    this.#change({ keyChange });
  }

  #signedOut(reason: Words | null): void {
    this.#open?.client.disconnect();
    this.#change({ account: null, signedOutBecause: reason });
    this.#dependencies.onPersonChanged();
  }

  async #forgetServer(): Promise<void> {
    await this.#closeClient();
    this.#change({
      server: null,
      account: null,
      signedOutBecause: null,
      keyChange: null,
      inviteCode: null,
      unsentLost: false,
    });
    this.#dependencies.onPersonChanged();
    await this.#dependencies.settings.change({ server: null });
  }

  async #closeClient(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.client.close();
    open?.memory.close();
    this.#change({ connection: { status: 'offline' } });
  }

  #change(part: Partial<AppState>): void {
    this.#state = { ...this.#state, ...part };
    if (!this.#isRestoring) this.#dependencies.onStateChanged(this.#state);
  }
}

/** A server hosted here, as its process says where it is and which key it has. */
function atHome(server: ConnectedServer, { url, identity }: LocalServer): ConnectedServer {
  const fingerprint = fingerprintOf(decodeKey(identity));
  const information = { ...server.information, public_key: identity, fingerprint };
  return { ...server, url, information };
}
