import type { ChatClient } from '#client/chat-client.ts';
import type { AppState, ConnectedServer } from '#ipc/app.ts';
import type { OwnAccount } from '#protocol/accounts.ts';
import type { ServerInformation } from '#protocol/server.ts';
import { LocalError } from '../local-error.ts';
import type { LocalServer } from '../hosting/hosting-controller.ts';
import type { Log } from '../logging/log.ts';
import type { SettingsFile } from '../settings-file.ts';
import { SerialQueue } from '../storage/serial-queue.ts';
import { normaliseServerAddress } from './server-address.ts';
import type { ServerMemory } from './server-memory.ts';

export interface AppControllerDependencies {
  version: string;
  settings: SettingsFile;
  hosting: {
    readonly localServer: LocalServer | null;
    resume(): Promise<unknown>;
  };
  probe: (url: string) => Promise<ServerInformation>;
  rememberServer: (server: ConnectedServer) => ServerMemory;
  createClient: (url: string, memory: ServerMemory) => ChatClient;
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
  memory: ServerMemory;
}

/** Which server the app speaks to and who is signed in: owner of the AppState. */
export class AppController {
  readonly #dependencies: AppControllerDependencies;
  readonly #tasks = new SerialQueue();
  #open: OpenServer | null = null;
  #state: AppState;
  #restored: Promise<void> | null = null;

  constructor(dependencies: AppControllerDependencies) {
    this.#dependencies = dependencies;
    this.#state = {
      server: null,
      account: null,
      connection: { status: 'offline' },
      signedOutBecause: null,
      version: dependencies.version,
    };
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

  /** Where the app was when it was closed; needs no network. The same promise on every call. */
  restore(): Promise<void> {
    this.#restored ??= this.#tasks.run(() => this.#restore());
    return this.#restored;
  }

  async #restore(): Promise<void> {
    const { hosting, settings, log } = this.#dependencies;
    await hosting.resume().catch((error: unknown) => {
      // The hosting state tells the person; what was said so far can still be shown.
      log.error('Hosting could not be resumed', error);
    });
    const remembered = settings.current.server;
    if (remembered === null) return;
    const local = remembered.hostedHere ? hosting.localServer : null;
    await this.#use({ ...remembered, url: local?.url ?? remembered.url });
  }

  /**
   * With a key, only the server that shows it is joined. Throws CALL_INVALID, UNREACHABLE,
   * NOT_A_SERVER or SERVER_KEY_CHANGED.
   */
  join(address: string, expectedKey?: string): Promise<ConnectedServer> {
    return this.#tasks.run(async () => {
      const url = normaliseServerAddress(address);
      const information = await this.#dependencies.probe(url);
      if (expectedKey !== undefined && information.public_key !== expectedKey) {
        const detail = `The server at ${new URL(url).host} is not the one that was chosen`;
        throw new LocalError('SERVER_KEY_CHANGED', detail);
      }
      const local = this.#dependencies.hosting.localServer;
      // Somebody may type the address of this very computer.
      const hostedHere = local?.identity === information.public_key;
      return this.#choose({ url: hostedHere ? local.url : url, information, hostedHere });
    });
  }

  /** Makes the server that this computer hosts the app's server. */
  useHostedServer(): Promise<ConnectedServer> {
    return this.#tasks.run(async () => {
      const local = this.#dependencies.hosting.localServer;
      if (local === null) throw new LocalError('HOSTING_FAILED', 'No server runs on this computer');
      const information = await this.#dependencies.probe(local.url);
      return this.#choose({ url: local.url, information, hostedHere: true });
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
      await this.#forgetServer();
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

  accountChanged(account: OwnAccount): void {
    this.#change({ account });
  }

  /** Asks the server again what it is, since its host may have changed that. */
  async refreshInformation(): Promise<void> {
    const { server } = this.#state;
    if (server === null) return;
    const information = await this.#dependencies.probe(server.url);
    if (this.#state.server?.url !== server.url) return;
    await this.#remember({ ...this.#state.server, information });
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
    const memory = this.#dependencies.rememberServer(server);
    const client = this.#dependencies.createClient(server.url, memory);
    this.#open = { client, memory };
    this.#listen(client);
    this.#dependencies.onClient(client);
    const account = await client.restore();
    this.#change({ server, account, signedOutBecause: null });
    this.#dependencies.onPersonChanged();
    if (account !== null) client.connect();
  }

  #listen(client: ChatClient): void {
    const isCurrent = () => this.#open?.client === client;
    client.on('connection', (connection) => {
      if (!isCurrent()) return;
      this.#change({ connection });
      if (connection.status === 'online') this.#refreshInBackground();
    });
    client.on('signedOut', ({ reason }) => {
      if (isCurrent()) this.#signedOut(reason);
    });
  }

  #refreshInBackground(): void {
    this.refreshInformation().catch((error: unknown) => {
      this.#dependencies.log.warn('The server did not say what it is', error);
    });
  }

  #enter(signIn: (client: ChatClient) => Promise<OwnAccount>): Promise<OwnAccount> {
    return this.#tasks.run(async () => {
      const { client } = this;
      const account = await signIn(client);
      this.#change({ account, signedOutBecause: null });
      this.#dependencies.onPersonChanged();
      client.connect();
      return account;
    });
  }

  #signedOut(reason: string | null): void {
    this.#open?.client.disconnect();
    this.#change({ account: null, signedOutBecause: reason });
    this.#dependencies.onPersonChanged();
  }

  async #forgetServer(): Promise<void> {
    await this.#closeClient();
    this.#change({ server: null, account: null, signedOutBecause: null });
    this.#dependencies.onPersonChanged();
    await this.#dependencies.settings.change({ server: null });
  }

  async #closeClient(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.client.close();
    await open?.memory.flush();
    this.#change({ connection: { status: 'offline' } });
  }

  #change(part: Partial<AppState>): void {
    this.#state = { ...this.#state, ...part };
    this.#dependencies.onStateChanged(this.#state);
  }
}
