import multicastDns from 'multicast-dns';
import type { MulticastDNS } from 'multicast-dns';
import type { Log } from '../logging/log.ts';
import { readPacket, serviceName } from './heard-announcement.ts';
import type { HeardAnnouncement } from './heard-announcement.ts';
import { HeardServers } from './heard-servers.ts';
import { lanInterfaces, watchNetwork } from './network-interfaces.ts';
import type { LanInterface } from './network-interfaces.ts';

/** Quickly at first, then seldom (RFC 6762, section 5.2); the last pause goes on. */
const defaultPausesMs = [1_000, 2_000, 4_000, 8_000];
/** A server that does not answer three questions in a row has gone without a goodbye. */
const questionsUntilForgotten = 3.25;

export interface TriedInterface extends LanInterface {
  /** Whether the question could be sent there. */
  asked: boolean;
}

export interface Browsing {
  servers: HeardAnnouncement[];
  tried: TriedInterface[];
}

interface Ear extends LanInterface {
  mdns: MulticastDNS;
  asked: boolean;
}

/** Looks for servers on the networks of this computer, until it is closed. Needs no Electron. */
export class LanBrowser {
  readonly #onChanged: (browsing: Browsing) => void;
  readonly #log: Log;
  readonly #heard = new HeardServers();
  readonly #unwatchNetwork: () => void;
  readonly #pausesMs: readonly number[];
  #ears: Ear[] = [];
  #questions = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param pausesMs between one question and the next */
  constructor(
    onChanged: (browsing: Browsing) => void,
    log: Log,
    pausesMs: readonly number[] = defaultPausesMs,
  ) {
    this.#onChanged = onChanged;
    this.#log = log;
    this.#pausesMs = pausesMs;
    this.#unwatchNetwork = watchNetwork(() => {
      this.#listenAnew();
      this.#tell();
    });
    this.#listenAnew();
  }

  get browsing(): Browsing {
    const tried = this.#ears.map(({ interface: name, address, asked }) => ({
      interface: name,
      address,
      asked,
    }));
    return { servers: this.#heard.list, tried };
  }

  close(): void {
    this.#unwatchNetwork();
    this.#stopListening();
  }

  #stopListening(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { mdns } of this.#ears) mdns.destroy();
    this.#ears = [];
  }

  #listenAnew(): void {
    this.#stopListening();
    this.#ears = lanInterfaces().map((place) => this.#listenOn(place));
    this.#questions = 0;
    this.#ask();
  }

  /** A socket for each interface: it sends multicast on a single one. */
  #listenOn(place: LanInterface): Ear {
    const mdns = multicastDns({ interface: place.address, bind: '0.0.0.0' });
    const ear: Ear = { ...place, mdns, asked: true };
    const fail = (error: Error) => {
      this.#log.warn(`Servers cannot be looked for on ${place.interface}`, error);
      this.#setAsked(ear, false);
    };
    mdns.on('error', fail);
    // Also packets that are none: whatever else speaks on this port is not ours to judge.
    mdns.on('warning', (error) => {
      if ('syscall' in error) fail(error);
    });
    mdns.on('response', (packet, sender) => {
      if (this.#heard.hear(readPacket(packet, sender), Date.now())) this.#tell();
    });
    return ear;
  }

  #ask(): void {
    for (const ear of this.#ears) {
      ear.mdns.query(serviceName, 'PTR', (error) => {
        this.#setAsked(ear, !(error instanceof Error));
      });
    }
    const lastPauseMs = this.#pausesMs.at(-1) ?? 0;
    this.#timer = setTimeout(() => {
      const forgottenMs = Date.now() - questionsUntilForgotten * lastPauseMs;
      if (this.#heard.forgetUnheardSince(forgottenMs)) this.#tell();
      this.#ask();
    }, this.#pausesMs[this.#questions] ?? lastPauseMs);
    this.#questions += 1;
  }

  #setAsked(ear: Ear, asked: boolean): void {
    if (ear.asked === asked || !this.#ears.includes(ear)) return;
    ear.asked = asked;
    this.#tell();
  }

  #tell(): void {
    this.#onChanged(this.browsing);
  }
}
