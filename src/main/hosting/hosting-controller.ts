import type { Audience, HostingState } from '#ipc/hosting.ts';
import type { ClosingReason } from '#protocol/connection.ts';
import { words } from '#messages/catalogue.ts';
import type { Words } from '#messages/catalogue.ts';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import { LocalError } from '../local-error.ts';
import type { Log } from '../logging/log.ts';
import type { HostingChoice } from '../settings.ts';
import type { SettingsFile } from '../settings-file.ts';
import { SerialQueue } from '../storage/serial-queue.ts';
import { whereMoved, wordsForServerEnd } from './server-end.ts';
import { launchOnFreePort, preferredPort } from './port-search.ts';
import type { PortWish } from './port-search.ts';
import { RestartPolicy } from './restart-policy.ts';
import { audienceOf } from './server-command.ts';
import type { ServerOptions, TakeOverSource } from './server-command.ts';
import { ServerLaunchError } from './server-process.ts';
import type { RunningServer, TakeOverProgress } from './server-process.ts';

export interface HostingDependencies {
  settings: SettingsFile;
  launch: (
    options: Omit<ServerOptions, 'dataFolder'>,
    service: HostingChoice['service'],
  ) => Promise<RunningServer>;
  /** Takes a server over, and serves it. */
  takeOver: (
    source: TakeOverSource,
    port: number,
    onProgress: (at: TakeOverProgress) => void,
  ) => Promise<RunningServer>;
  isTakeOverUnconfirmed: () => boolean;
  /** The wished port, or the next that is free. */
  freePort: (wished: number) => Promise<number>;
  /** What the operating system was given to run, where it did not come to run. */
  removeService: () => Promise<void>;
  /** What others can type to reach the port. */
  addressesOf: (port: number) => string[];
  onChanged: (state: HostingState) => void;
  log: Log;
  now: () => number;
  pause: (durationMs: number) => Promise<void>;
}

export interface LocalServer {
  /** By which this app itself reaches it. */
  url: string;
  identity: string;
}

/** Keeps the server process of this computer in the state that the person wants. */
export class HostingController {
  readonly #dependencies: HostingDependencies;
  readonly #tasks = new SerialQueue();
  #server: RunningServer | null = null;
  #restarts = 0;
  #restartPolicy: RestartPolicy;
  #state: HostingState = { status: 'stopped' };
  /** Each wish of the person's ends the work for the wish before. */
  #wish = 0;

  constructor(dependencies: HostingDependencies) {
    this.#dependencies = dependencies;
    this.#restartPolicy = new RestartPolicy(dependencies.now);
  }

  get state(): HostingState {
    if (this.#state.status !== 'running') return this.#state;
    return { ...this.#state, addresses: this.#dependencies.addressesOf(this.#state.port) };
  }

  /** Whether others would lose their server if the app ended. */
  get endsWithApp(): boolean {
    if (this.#server?.outlivesApp === true) return false;
    return !['stopped', 'failed', 'moved'].includes(this.#state.status);
  }

  /** Whether a server has come whose move the other computer did not confirm. */
  get isTakeOverUnconfirmed(): boolean {
    return this.#dependencies.isTakeOverUnconfirmed();
  }

  /** Where the server is that was here; null where none has gone, as far as is known. */
  get movedTo(): string[] | null {
    return this.#state.status === 'moved' ? this.#state.addresses : null;
  }

  /** Null while no server of ours listens. */
  get localServer(): LocalServer | null {
    if (this.#state.status !== 'running' || this.#server === null) return null;
    return { url: `http://127.0.0.1:${this.#state.port}`, identity: this.#server.identity };
  }

  /** Throws HOSTING_FAILED; the choice is remembered all the same. */
  start(wanted: { name: string; audience: Audience; port?: number | undefined }) {
    const before = this.#dependencies.settings.current.hosting;
    return this.#begin({
      name: wanted.name,
      audience: wanted.audience,
      guests: before?.guests ?? true,
      port: wanted.port ?? before?.port ?? preferredPort,
      portChosen: wanted.port !== undefined,
      wanted: true,
      service: before?.service ?? null,
    });
  }

  /** Goes on hosting as at the last time. Null when nothing was hosted. */
  async resume(): Promise<HostingState | null> {
    const choice = this.#dependencies.settings.current.hosting;
    return choice?.wanted === true ? this.#begin(choice) : null;
  }

  /** Hosts as before, but for who may come and how. */
  async change(part: Partial<Pick<HostingChoice, 'audience' | 'guests'>>): Promise<HostingState> {
    const choice = this.#dependencies.settings.current.hosting;
    if (choice?.wanted !== true) {
      throw new LocalError('HOSTING_FAILED', words('failure.hosting.nothing'));
    }
    return this.#begin({ ...choice, ...part });
  }

  /**
   * Lets the operating system run the server from now on, with or without the app, or the app again.
   * Throws HOSTING_FAILED; the app goes on hosting then.
   */
  async setService(wanted: boolean): Promise<HostingState> {
    const choice = this.#dependencies.settings.current.hosting;
    const identity = this.#server?.identity;
    if (choice?.wanted !== true || identity === undefined) {
      throw new LocalError('HOSTING_FAILED', words('failure.hosting.nothing'));
    }
    try {
      return await this.#begin({ ...choice, service: wanted ? { identity } : null });
    } catch (error) {
      if (!wanted) throw error;
      await this.#dependencies.removeService().catch((failure: unknown) => {
        this.#dependencies.log.warn('The service could not be removed', failure);
      });
      await this.#begin({ ...choice, service: null });
      throw error;
    }
  }

  /**
   * Takes a server over from another computer and hosts it; null for one that has come and was not
   * confirmed. Throws HOSTING_FAILED; nothing has changed on the other computer then, unless it says so.
   */
  takeOver(link: string | null): Promise<HostingState> {
    return this.#takeOver(link === null ? { from: 'arrived' } : { from: 'link', link });
  }

  /** The same from the copy that stands by here; its port is where others look for it. */
  takeOverFromStandby({ alone, port }: { alone: boolean; port: number }): Promise<HostingState> {
    return this.#takeOver({ from: 'standby', alone }, port);
  }

  async #takeOver(source: TakeOverSource, port?: number): Promise<HostingState> {
    if (!['stopped', 'failed', 'moved'].includes(this.#state.status)) {
      throw new LocalError('HOSTING_FAILED', words('failure.takeOver.serverHere'));
    }
    const wish = ++this.#wish;
    return this.#tasks.run(async () => {
      const before = this.#state;
      this.#change({ status: 'arriving', step: 'copying', done: 0 });
      // One that has moved away gives its folder back.
      await this.#endServer('leaving');
      try {
        await this.#arrive(source, port ?? (await this.#portForArrival()), wish);
      } catch (error) {
        this.#change(before.status === 'moved' ? before : { status: 'stopped' });
        throw this.#describeFailure(error);
      }
      return this.state;
    });
  }

  #portForArrival(): Promise<number> {
    const { settings, freePort } = this.#dependencies;
    return freePort(settings.current.hosting?.port ?? preferredPort);
  }

  async #arrive(source: TakeOverSource, port: number, wish: number): Promise<void> {
    const { settings, takeOver } = this.#dependencies;
    const server = await takeOver(source, port, ({ step, done }) => {
      this.#change({ status: 'arriving', step, done });
    });
    if (server.takenOver === undefined) throw new Error('what came did not say what it is');
    const { name, registration } = server.takenOver;
    const choice = { name, audience: audienceOf(registration), guests: true, port };
    const hosting = { ...choice, portChosen: false, wanted: true, service: null };
    await settings.change({ hosting });
    this.#server = server;
    this.#restarts = 0;
    this.#restartPolicy = new RestartPolicy(this.#dependencies.now);
    this.#restartPolicy.started();
    this.#watch(server, wish);
    this.#change(this.#runningState(hosting, port, server.identity));
  }

  /** The server of this computer is on another one now; its process says so until the app ends. */
  serverMoved(addresses: string[]): Promise<void> {
    const { settings, removeService, log } = this.#dependencies;
    const choice = settings.current.hosting;
    if (choice === null) return Promise.resolve();
    const { name, audience } = choice;
    this.#wish += 1;
    // At once: nobody is to look for it here any more.
    this.#change({ status: 'moved', name, audience, addresses });
    return this.#tasks.run(async () => {
      await settings.change({ hosting: { ...choice, wanted: false, service: null } });
      if (choice.service !== null) {
        await removeService().catch((failure: unknown) => {
          log.warn('The service could not be removed', failure);
        });
      }
    });
  }

  /** Ends hosting for good. */
  stop(): Promise<void> {
    return this.#halt(async () => {
      const { settings } = this.#dependencies;
      const choice = settings.current.hosting;
      if (choice !== null) await settings.change({ hosting: { ...choice, wanted: false } });
    });
  }

  /** The next start of the app resumes hosting. A server of the operating system's goes on. */
  shutDown(): Promise<void> {
    if (this.#server?.outlivesApp === true) this.#server = null;
    return this.#halt(() => Promise.resolve());
  }

  #halt(remember: () => Promise<void>): Promise<void> {
    this.#wish += 1;
    return this.#tasks.run(async () => {
      await remember();
      await this.#endServer('leaving');
      this.#change({ status: 'stopped' });
    });
  }

  #begin(choice: HostingChoice): Promise<HostingState> {
    const wish = ++this.#wish;
    return this.#tasks.run(async () => {
      const { settings, now } = this.#dependencies;
      const sameAsBefore = settings.current.hosting?.port === choice.port;
      await settings.change({ hosting: choice });
      this.#change({ status: 'starting', name: choice.name, audience: choice.audience });
      const leavesService = this.#server?.outlivesApp === true && choice.service === null;
      await this.#endServer(leavesService ? 'leaving' : 'restarting');
      this.#restarts = 0;
      this.#restartPolicy = new RestartPolicy(now);
      try {
        await this.#launch(choice, wish, { insist: sameAsBefore, noOther: choice.portChosen });
      } catch (error) {
        const failure = this.#describeFailure(error);
        const addresses = error instanceof ServerLaunchError ? whereMoved(error.message) : null;
        if (addresses !== null) await this.#hasMoved(choice, addresses);
        else this.#fail(choice, wordsOf(failure), failure.code === 'DATABASE_KEY_LOST');
        throw failure;
      }
      return this.state;
    });
  }

  async #launch(choice: HostingChoice, wish: number, how: Omit<PortWish, 'port'>): Promise<void> {
    const { name, audience, guests } = choice;
    const { launch, pause, settings } = this.#dependencies;
    const { port, server } = await launchOnFreePort(
      { port: choice.port, ...how },
      (candidate) => launch({ name, audience, guests, port: candidate }, choice.service),
      pause,
    );
    if (port !== choice.port) await settings.change({ hosting: { ...choice, port } });
    this.#server = server;
    this.#restartPolicy.started();
    this.#watch(server, wish);
    this.#change(this.#runningState(choice, port, server.identity));
  }

  #runningState(choice: HostingChoice, port: number, identity: string): HostingState {
    const { name, audience, guests } = choice;
    const addresses = this.#dependencies.addressesOf(port);
    const fingerprint = fingerprintOf(Buffer.from(identity, 'base64url'));
    const byService = this.#server?.outlivesApp === true;
    const restarts = this.#restarts;
    const how = { name, audience, guests, restarts, byService };
    return { status: 'running', ...how, port, addresses, fingerprint };
  }

  #watch(server: RunningServer, wish: number): void {
    void server.ended.then((lastSentence) => {
      if (this.#server !== server || this.#wish !== wish) return;
      this.#server = null;
      this.#dependencies.log.warn('The server process died and is started again');
      void this.#revive(wish, lastSentence);
    });
  }

  /** Starts it again and again, until it runs, the policy gives up or the person wants otherwise. */
  async #revive(wish: number, lastSentence: string): Promise<void> {
    const { settings, pause } = this.#dependencies;
    const choice = settings.current.hosting;
    if (choice === null) return;
    const { name, audience } = choice;
    const decision = this.#restartPolicy.died();
    if (decision.action === 'give-up') {
      this.#fail(choice, wordsForServerEnd(lastSentence));
      return;
    }
    this.#restarts += 1;
    this.#change({ status: 'restarting', name, audience, restarts: this.#restarts });
    await pause(decision.afterMs);
    const failure = await this.#tasks.run(() => this.#tryAgain(choice, wish));
    if (failure !== null && this.#wish === wish) await this.#revive(wish, failure);
  }

  /** The sentence that says why it did not start, or null when it did or is no longer wanted. */
  async #tryAgain(choice: HostingChoice, wish: number): Promise<string | null> {
    if (this.#wish !== wish) return null;
    try {
      // People know the address: it has to be the same port.
      await this.#launch(choice, wish, { insist: true, noOther: true });
      return null;
    } catch (error) {
      return this.#describeFailure(error).message;
    }
  }

  /** It went while this computer was off: nobody is to try to start it again. */
  async #hasMoved(choice: HostingChoice, addresses: string[]): Promise<void> {
    const { name, audience } = choice;
    await this.#dependencies.settings.change({
      hosting: { ...choice, wanted: false, service: null },
    });
    this.#change({ status: 'moved', name, audience, addresses });
  }

  async #endServer(reason: ClosingReason): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.stop(reason);
  }

  #fail({ name, audience }: HostingChoice, problem: Words, keyLost = false): void {
    const lost = keyLost && { keyLost };
    this.#change({ status: 'failed', name, audience, problem, ...lost });
  }

  #change(state: HostingState): void {
    this.#state = state;
    this.#dependencies.onChanged(this.state);
  }

  #describeFailure(error: unknown): LocalError {
    if (error instanceof LocalError) return error;
    const details = { retryable: true, cause: error };
    if (error instanceof ServerLaunchError && error.keyDoesNotFit) {
      return new LocalError('DATABASE_KEY_LOST', words('failure.keyDoesNotFit'), details);
    }
    if (error instanceof ServerLaunchError) {
      return new LocalError('HOSTING_FAILED', wordsForServerEnd(error.message), details);
    }
    this.#dependencies.log.error('The server could not be started', error);
    return new LocalError('HOSTING_FAILED', words('failure.HOSTING_FAILED'), details);
  }
}

function wordsOf(failure: LocalError): Words {
  return failure.words ?? words(`failure.${failure.code}`);
}
