import type { Logger } from 'pino';
import type { AccountsService } from './accounts.service.ts';

/** A laptop may sleep over night with the page open; one that lives is heard of each quarter of an hour. */
const silenceMs = 24 * 3_600_000;
const lookEveryMs = 3_600_000;

/** Ends the sessions of pages that went without saying so: at the server's start, and hourly. */
export class SilentGuests {
  readonly #accounts: Pick<AccountsService, 'endSilentGuests'>;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(accounts: Pick<AccountsService, 'endSilentGuests'>, logger: Logger) {
    this.#accounts = accounts;
    this.#logger = logger;
  }

  async start(): Promise<void> {
    await this.#accounts.endSilentGuests(silenceMs);
    this.#timer = setInterval(() => {
      this.#looking = this.#accounts.endSilentGuests(silenceMs).catch((error: unknown) => {
        this.#logger.error({ err: error }, 'sessions of guests could not be ended');
      });
    }, lookEveryMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }
}
