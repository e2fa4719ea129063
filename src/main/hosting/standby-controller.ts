import type { HostingState } from '#ipc/hosting.ts';
import type { StandbyState } from '#ipc/standby.ts';
import { words } from '#messages/catalogue.ts';
import { LocalError } from '../local-error.ts';
import type { Log } from '../logging/log.ts';
import type { Settings } from '../settings.ts';
import type { SettingsFile } from '../settings-file.ts';
import { SerialQueue } from '../storage/serial-queue.ts';
import { preferredPort } from './port-search.ts';
import { RestartPolicy } from './restart-policy.ts';
import { isKnownEnd, wordsForServerEnd } from './server-end.ts';
import type { StandbyNews, StandbyProcess } from './standby-process.ts';

export interface StandbyDependencies {
  settings: Pick<SettingsFile, 'current' | 'change'>;
  /** Follows the server of a link, or where there is none that of before. */
  launch: (
    place: { link: string | null; port: number },
    onNews: (news: StandbyNews) => void,
  ) => Promise<StandbyProcess>;
  /** Lets the operating system run what follows: for the first time, or as it does already. */
  launchService: (
    place: { isNew: boolean; port: number },
    onNews: (news: StandbyNews) => void,
  ) => Promise<StandbyProcess>;
  /** What the operating system was given to run, where nothing of it is held here. */
  removeService: () => Promise<void>;
  /** Whether there is something that follows when it is launched without a link. */
  isBegun: () => boolean;
  /** Removes the copy; resolves with what was said at the end. */
  forget: (port: number) => Promise<string>;
  takeOver: (from: { port: number; alone: boolean }) => Promise<HostingState>;
  freePort: (wished: number) => Promise<number>;
  onChanged: (state: StandbyState) => void;
  log: Log;
  now: () => number;
  pause: (durationMs: number) => Promise<void>;
}

/** Keeps this computer's copy of another one's server following, for as long as the person wants. */
export class StandbyController {
  readonly #dependencies: StandbyDependencies;
  readonly #tasks = new SerialQueue();
  #process: StandbyProcess | null = null;
  #policy: RestartPolicy;
  #state: StandbyState = { status: 'none' };
  #name = '';
  /** Each wish of the person's ends the work for the wish before. */
  #wish = 0;

  constructor(dependencies: StandbyDependencies) {
    this.#dependencies = dependencies;
    this.#policy = new RestartPolicy(dependencies.now);
  }

  get state(): StandbyState {
    return this.#isByService ? { ...this.#state, byService: true } : this.#state;
  }

  get isActive(): boolean {
    return this.#state.status !== 'none';
  }

  /** Whether the app is needed although nobody looks at it. */
  get endsWithApp(): boolean {
    return this.isActive && !this.#isByService;
  }

  /** @throws LocalError HOSTING_FAILED: the place of a server is taken by a copy. */
  requireNone(): void {
    if (this.isActive) throw new LocalError('HOSTING_FAILED', words('failure.standby.here'));
  }

  /** Goes on as at the last time. */
  resume(): Promise<void> {
    return this.#tasks.run(async () => {
      if (this.#dependencies.settings.current.standby === null) return;
      if (this.#dependencies.isBegun()) await this.#follow(null).catch(this.#fail.bind(this));
      else await this.#remember(null);
    });
  }

  /** Throws HOSTING_FAILED, with nothing begun. */
  async begin(link: string): Promise<StandbyState> {
    this.requireNone();
    return this.#tasks.run(async () => {
      const { freePort, settings } = this.#dependencies;
      const port = await freePort(settings.current.hosting?.port ?? preferredPort);
      await this.#remember({ port, service: false });
      try {
        await this.#follow(link);
      } catch (error) {
        await this.#remember(null);
        this.#change({ status: 'none' });
        throw error;
      }
      return this.state;
    });
  }

  retry(): Promise<StandbyState> {
    return this.#tasks.run(async () => {
      if (this.#state.status !== 'failed') return this.state;
      this.#policy = new RestartPolicy(this.#dependencies.now);
      await this.#release();
      await this.#follow(null);
      return this.state;
    });
  }

  /**
   * Lets the operating system run what follows from now on, with or without the app, or the app again.
   * Throws HOSTING_FAILED; the app goes on by itself then.
   */
  setService(service: boolean): Promise<StandbyState> {
    return this.#tasks.run(async () => {
      const { standby } = this.#dependencies.settings.current;
      if (standby === null) {
        throw new LocalError('HOSTING_FAILED', words('failure.hosting.nothing'));
      }
      await this.#halt();
      await this.#remember({ ...standby, service });
      await this.#follow(null, service).catch((error: unknown) => this.#goOnAlone(error));
      this.#change(this.#state);
      return this.state;
    });
  }

  end(): Promise<StandbyState> {
    return this.#tasks.run(async () => {
      await this.#halt();
      const sentence = await this.#dependencies.forget(this.#port);
      this.#dependencies.log.info('Nothing stands by any more', sentence);
      await this.#remember(null);
      this.#change({ status: 'none' });
      return this.state;
    });
  }

  /** Throws HOSTING_FAILED; it goes on standing by then. */
  takeOver(alone: boolean): Promise<HostingState> {
    return this.#tasks.run(async () => {
      const before = this.#state;
      await this.#halt();
      this.#change({ status: 'takingOver', name: this.#name });
      try {
        const hosting = await this.#dependencies.takeOver({ port: this.#port, alone });
        await this.#remember(null);
        this.#change({ status: 'none' });
        return hosting;
      } catch (error) {
        this.#change(before);
        await this.#follow(null).catch(this.#fail.bind(this));
        throw error;
      }
    });
  }

  /** The next start of the app resumes it. */
  shutDown(): Promise<void> {
    return this.#tasks.run(() => this.#release());
  }

  get #isByService(): boolean {
    return this.#dependencies.settings.current.standby?.service === true;
  }

  get #port(): number {
    return this.#dependencies.settings.current.standby?.port ?? preferredPort;
  }

  async #remember(standby: Settings['standby']): Promise<void> {
    await this.#dependencies.settings.change({ standby });
  }

  /** Nothing follows any more when this resolves. */
  async #halt(): Promise<void> {
    const process = this.#letGo();
    if (process !== null) {
      await process.stop();
    } else if (this.#isByService) {
      await this.#dependencies.removeService().catch((failure: unknown) => {
        this.#dependencies.log.warn('The service could not be removed', failure);
      });
    }
  }

  async #release(): Promise<void> {
    await this.#letGo()?.release();
  }

  #letGo(): StandbyProcess | null {
    this.#wish += 1;
    const process = this.#process;
    this.#process = null;
    return process;
  }

  /** Where the operating system does not let it follow after all. @throws the error */
  async #goOnAlone(error: unknown): Promise<never> {
    if (this.#isByService) {
      await this.#halt();
      await this.#remember({ port: this.#port, service: false });
      await this.#follow(null).catch(this.#fail.bind(this));
    } else {
      this.#fail(error);
    }
    throw error;
  }

  /**
   * Resolves once it has said what it follows. Throws HOSTING_FAILED.
   * @param isNew the operating system has not run it before
   */
  async #follow(link: string | null, isNew = false): Promise<void> {
    const wish = ++this.#wish;
    const { launch, launchService } = this.#dependencies;
    let hasBegun: () => void = () => undefined;
    const begun = new Promise<null>((resolve) => {
      hasBegun = () => {
        resolve(null);
      };
    });
    const onNews = (news: StandbyNews) => {
      if (this.#wish !== wish) return;
      if (news.event === 'standing-by') hasBegun();
      this.#hear(news);
    };
    const port = this.#port;
    const process = this.#isByService
      ? await launchService({ isNew, port }, onNews)
      : await launch({ link, port }, onNews);
    this.#process = process;
    const end = await Promise.race([begun, process.ended]);
    if (end !== null) {
      this.#process = null;
      throw new LocalError('HOSTING_FAILED', wordsForServerEnd(end));
    }
    this.#policy.started();
    void process.ended.then((sentence) => {
      if (this.#wish === wish) void this.#revive(wish, sentence);
    });
  }

  #hear(news: StandbyNews): void {
    const name = this.#name;
    switch (news.event) {
      case 'standing-by':
        this.#name = news.name;
        if (!('name' in this.#state)) this.#change({ status: 'copying', name: news.name, done: 0 });
        break;
      case 'copying':
        this.#change({ status: 'copying', name, done: news.done });
        break;
      case 'copied':
        this.#change({ status: 'following', name, copiedAt: news.at });
        break;
      case 'out-of-reach':
        this.#change({ status: 'outOfReach', name, copiedAt: news.at });
        break;
      case 'failed':
        this.#change({ status: 'failed', problem: wordsForServerEnd(news.sentence) });
        break;
    }
  }

  /** What it said at its end may be for the person; else it is started again. */
  async #revive(wish: number, sentence: string): Promise<void> {
    const decision = this.#policy.died();
    const problem = wordsForServerEnd(sentence);
    if (isKnownEnd(sentence) || decision.action === 'give-up') {
      this.#change({ status: 'failed', problem });
      return;
    }
    await this.#dependencies.pause(decision.afterMs);
    await this.#tasks.run(async () => {
      if (this.#wish === wish) await this.#follow(null).catch(this.#fail.bind(this));
    });
  }

  #fail(error: unknown): void {
    this.#dependencies.log.warn('The copy that stands by does not follow', error);
    const failure = error instanceof LocalError ? error.words : undefined;
    this.#change({ status: 'failed', problem: failure ?? words('failure.hosting.ended') });
  }

  #change(state: StandbyState): void {
    this.#state = state;
    this.#dependencies.onChanged(this.state);
  }
}
