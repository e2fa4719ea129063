import { execFile } from 'node:child_process';
import type { Logger } from 'pino';

/** So many signs of life go out within the time after which systemd gives the server up. */
const signsPerTimeout = 3;

/**
 * systemd, where it has started the server and asked to be told how it fares (`Type=notify`).
 * It listens on a Unix datagram socket, which Node cannot write to: its own helper does.
 */
export class ServiceManager {
  readonly #logger: Logger;
  readonly #watchdogMs: number | null;
  #timer: NodeJS.Timeout | undefined;

  private constructor(logger: Logger, watchdogMs: number | null) {
    this.#logger = logger;
    this.#watchdogMs = watchdogMs;
  }

  /** Null where nobody asked to be told. */
  static from(environment: NodeJS.ProcessEnv, logger: Logger): ServiceManager | null {
    const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID } = environment;
    if (NOTIFY_SOCKET === undefined || NOTIFY_SOCKET === '') return null;
    const isWatched = WATCHDOG_PID === undefined || WATCHDOG_PID === String(process.pid);
    const watchdogMs = Number(WATCHDOG_USEC) / 1000;
    return new ServiceManager(logger, isWatched && watchdogMs > 0 ? watchdogMs : null);
  }

  /**
   * The server serves; from now on it shows signs of life, if any were asked for.
   * @param probe settles once every part of the server has answered, well or not: a full disk is
   * nothing that another start would mend
   */
  async ready(status: string, probe: () => Promise<void>): Promise<void> {
    await this.#tell('READY=1', `STATUS=${status}`);
    if (this.#watchdogMs === null) return;
    let isAsking = false;
    const look = async () => {
      if (isAsking) return;
      isAsking = true;
      await Promise.allSettled([probe()]);
      isAsking = false;
      await this.#tell('WATCHDOG=1');
    };
    this.#timer = setInterval(() => void look(), this.#watchdogMs / signsPerTimeout);
    this.#timer.unref();
  }

  async stopping(): Promise<void> {
    clearInterval(this.#timer);
    await this.#tell('STOPPING=1', 'STATUS=Finishing what was accepted');
  }

  /** Where the helper is missing this is logged; systemd then says what it missed. */
  #tell(...words: string[]): Promise<void> {
    return new Promise((resolve) => {
      execFile('systemd-notify', words, { timeout: 10_000 }, (cause) => {
        if (cause !== null) this.#logger.warn({ err: cause }, 'systemd cannot be told');
        resolve();
      });
    });
  }
}
