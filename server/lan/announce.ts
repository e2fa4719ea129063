import { networkInterfaces } from 'node:os';
import Bonjour from 'bonjour-service';
import type { ServiceConfig } from 'bonjour-service';
import type { Logger } from 'pino';
import { announcedService } from './announced-service.ts';
import type { AnnouncedServer } from './announced-service.ts';
import { lanAddresses } from './lan-addresses.ts';
import { openMulticastSocket } from './multicast-socket.ts';

/** How soon the server speaks on a network that it has joined meanwhile. */
const networkCheckMs = 5_000;

export interface AnnouncerOptions extends AnnouncedServer {
  /** What the server listens on. */
  host: string;
  logger: Logger;
}

/**
 * Announces the server over mDNS on every interface on which neighbours can reach it, and follows
 * as those change. Where multicast cannot be had this is logged; the server goes on without.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #service: ServiceConfig;
  readonly #timer: NodeJS.Timeout;
  /** One for each interface: a socket sends multicast on a single one. */
  readonly #voices: Bonjour[] = [];
  #spokenOn = '';
  #work = Promise.resolve();

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#service = announcedService(options);
    this.#followNetwork();
    this.#timer = setInterval(() => {
      this.#followNetwork();
    }, networkCheckMs);
    this.#timer.unref();
  }

  /** Tells the network that the server is gone. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#work;
    await Promise.all(this.#voices.splice(0).map(sayGoodbye));
  }

  #followNetwork(): void {
    const addresses = this.#addresses();
    if (addresses === null) return;
    const key = addresses.join(' ');
    if (key === this.#spokenOn) return;
    this.#spokenOn = key;
    this.#work = this.#work.then(() => this.#speakOn(addresses));
  }

  /** Null where they cannot be looked at, for want of a file descriptor: soon once more. */
  #addresses(): string[] | null {
    try {
      return lanAddresses(this.#options.host, networkInterfaces());
    } catch (cause) {
      this.#options.logger.warn({ err: cause }, 'The networks cannot be looked at');
      return null;
    }
  }

  /** All of them anew: what is said on one interface lists the addresses of the others. */
  async #speakOn(addresses: readonly string[]): Promise<void> {
    for (const voice of this.#voices.splice(0)) voice.destroy();
    const { logger } = this.#options;
    const openings = await Promise.allSettled(addresses.map((each) => this.#open(each)));
    for (const [index, opening] of openings.entries()) {
      if (opening.status === 'fulfilled') {
        this.#voices.push(opening.value);
        continue;
      }
      const address = addresses[index];
      logger.warn({ err: opening.reason as unknown, address }, 'The server cannot be announced');
    }
  }

  async #open(address: string): Promise<Bonjour> {
    const { logger } = this.#options;
    // Opened here, since the library's own socket ends the process where it cannot be bound.
    const socket = await openMulticastSocket(address);
    const transport = { socket, bind: false, multicast: false };
    const voice = new Bonjour(transport as Partial<ServiceConfig>, (cause: unknown) => {
      logger.warn({ err: cause, address }, 'A question about the server could not be answered');
    });
    voice.publish(this.#service);
    return voice;
  }
}

function sayGoodbye(voice: Bonjour): Promise<void> {
  return new Promise((resolve) => {
    voice.unpublishAll(() => {
      voice.destroy(() => {
        resolve();
      });
    });
  });
}
