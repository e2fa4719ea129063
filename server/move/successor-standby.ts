import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { prepareToServe } from '../db/arrived-database.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { takeFolderLock } from '../db/folder-lock.ts';
import type { FolderLock } from '../db/folder-lock.ts';
import { writeDurably } from '../db/durable-files.ts';
import { requireFreePort } from '../http/free-port.ts';
import type { KeyMaterial } from '../keys/key-material.ts';
import { StartupError } from '../startup-error.ts';
import { readStandbyState, writeStandbyState } from './standby-state.ts';
import type { StandbySecrets, StandbyState } from './standby-state.ts';
import { addressesOf, confirm, explainMove, readMoveLink } from './successor.ts';
import { isPassing, OldHost } from './successor-client.ts';
import { SuccessorCopy } from './successor-copy.ts';
import { SuccessorFolder } from './successor-folder.ts';
import type { Arrived } from './successor-folder.ts';

const lockName = 'standby.lock';

/** How a copy that follows fares. */
export type StandbyNews =
  /** Of what has to come before the copy is whole again, from 0 to 1; only where it is much. */
  | { kind: 'copying'; done: number }
  /** The copy has all that was there at `at`. */
  | { kind: 'copied'; at: number; bytes: number }
  /** `at` as of when the copy is; null where there is none yet. */
  | { kind: 'out-of-reach'; at: number | null };

interface Place {
  /** The data folder that would serve. */
  dataFolder: string;
  /** What the server would listen on. */
  host: string;
  port: number;
}

/**
 * Begins to stand by for the server of a link. From then on it is followed without one.
 * @throws StartupError with a sentence for people
 */
export async function beginStandby(
  linkText: string,
  { key, file }: KeyMaterial,
  { dataFolder, host: listensOn, port }: Place,
): Promise<void> {
  const link = readMoveLink(linkText);
  const folder = new SuccessorFolder(dataFolder);
  folder.begin();
  try {
    const { host, joined, device } = await OldHost.join(link, addressesOf(listensOn, port));
    await host.close();
    const own = {
      device_secret: Buffer.from(device.secretKey).toString('base64'),
      device_public: Buffer.from(device.publicKey).toString('base64'),
      database_key: joined.database_key,
    };
    const { name, registration } = joined;
    const state = {
      ...{ hosts: link.hosts, port: link.port, identity: link.key },
      ...{ name, registration, copied_at: null, out_of_reach: false, problem: null },
    };
    if (file !== null) writeDurably(folder.path, file.name, file.content);
    writeStandbyState(folder.path, key, state, own);
  } catch (cause) {
    folder.abandon();
    throw explainMove(cause);
  }
}

/** Somebody who follows a server's every change, as far as the network lets them. */
export class Standby {
  /** The system drops it when the process ends. */
  readonly #lock: FolderLock;
  readonly #folder: SuccessorFolder;
  readonly #key: Uint8Array;
  readonly #own: StandbySecrets;
  #state: StandbyState;

  private constructor(
    folder: SuccessorFolder,
    key: Uint8Array,
    { state, own }: { state: StandbyState; own: StandbySecrets },
    lock: FolderLock,
  ) {
    this.#lock = lock;
    this.#folder = folder;
    this.#key = key;
    this.#own = own;
    this.#state = state;
  }

  /** @throws StartupError where nothing stands by in the folder */
  static open(dataFolder: string, key: Uint8Array): Standby {
    const folder = new SuccessorFolder(dataFolder);
    const found = readStandbyState(folder.path, key);
    const lock = takeFolderLock(folder.path, lockName);
    if (lock !== null) return new Standby(folder, key, found, lock);
    throw new StartupError('stand-by is running for this folder: stop it first');
  }

  /** What it stands by for. */
  get serverName(): string {
    return this.#state.name;
  }

  /**
   * Copies what is new as soon as it is there, until it is told to stop.
   * @param everyMs how soon a computer that does not answer is asked again
   * @throws StartupError
   */
  async follow(
    everyMs: number,
    signal: AbortSignal,
    onNews: (news: StandbyNews) => void,
  ): Promise<void> {
    this.#note({ problem: null });
    try {
      const copy = await this.#copy();
      while (!signal.aborted) {
        const host = await this.#reach();
        if (host !== null) await this.#followHost(host, copy, signal, onNews);
        if (signal.aborted) return;
        if (!this.#state.out_of_reach) this.#note({ out_of_reach: true });
        onNews({ kind: 'out-of-reach', at: this.#state.copied_at });
        await pause(everyMs, undefined, { signal }).catch(() => undefined);
      }
    } catch (cause) {
      if (cause instanceof StartupError) this.#note({ problem: cause.message });
      throw cause;
    }
  }

  /** Tells the other computer, where it answers, and forgets the copy. */
  async end(): Promise<void> {
    const host = await this.#reach().catch(() => null);
    await host?.endStandby().catch(() => undefined);
    await host?.close();
    this.#lock.release();
    this.#folder.abandon();
  }

  /**
   * Takes the server over: with the other computer where it answers, nothing being lost then.
   * @param isAlone the owner has decided that the other computer is gone: what it had since the last
   * copy is not here
   * @throws StartupError with a sentence for people
   */
  async takeOver(place: Place, isAlone: boolean): Promise<Arrived> {
    const host = await this.#reach();
    if (this.#state.copied_at === null || (host === null && !isAlone)) {
      throw new StartupError(this.#cannotBeAsked());
    }
    try {
      await requireFreePort(place.host, place.port);
      if (host !== null) {
        const copy = await this.#copy();
        // Most of it, before anybody has to wait.
        await copy.update(host, false);
        await copy.update(host, true);
      }
      const epoch = prepareToServe(
        { file: this.#copyFile, key: this.#databaseKey, identity: this.#state.identity },
        { file: join(this.#folder.path, databaseFileName), key: this.#key },
        { mayLackEvents: host === null },
      );
      const { name, registration, identity } = this.#state;
      const server = { name, registration, identity, epoch };
      if (host === null) this.#folder.arrive(server);
      else await confirm(host, this.#folder, server, addressesOf(place.host, place.port));
    } catch (cause) {
      // The other computer goes on at once, and this one goes on standing by.
      await host?.giveUp();
      throw explainMove(cause);
    } finally {
      await host?.close();
    }
    this.#lock.release();
    return this.#folder.finish();
  }

  get #copyFile(): string {
    return join(this.#folder.path, 'received', databaseFileName);
  }

  get #databaseKey(): Uint8Array {
    return Buffer.from(this.#own.database_key, 'hex');
  }

  #copy(): Promise<SuccessorCopy> {
    mkdirSync(join(this.#folder.path, 'received'), { recursive: true, mode: 0o700 });
    return SuccessorCopy.open(this.#folder.path, this.#copyFile);
  }

  /** Until it does not answer any more. */
  async #followHost(
    host: OldHost,
    copy: SuccessorCopy,
    signal: AbortSignal,
    onNews: (news: StandbyNews) => void,
  ): Promise<void> {
    const leave = () => void host.close();
    signal.addEventListener('abort', leave, { once: true });
    try {
      for (;;) {
        const before = Date.now();
        const { bytes, version } = await copy.update(host, false, (done) => {
          if (this.#state.copied_at === null) onNews({ kind: 'copying', done });
        });
        await host.copied();
        this.#noteCopied(before);
        onNews({ kind: 'copied', at: before, bytes });
        await this.#awaitChange(host, version, onNews);
      }
    } catch (cause) {
      if (!signal.aborted && !isPassing(cause)) throw explainMove(cause);
    } finally {
      signal.removeEventListener('abort', leave);
      await host.close();
    }
  }

  async #awaitChange(
    host: OldHost,
    version: number,
    onNews: (news: StandbyNews) => void,
  ): Promise<void> {
    while ((await host.change(version)) === version) {
      const at = Date.now();
      this.#noteCopied(at);
      onNews({ kind: 'copied', at, bytes: 0 });
    }
  }

  #noteCopied(at: number): void {
    this.#note({ copied_at: at, out_of_reach: false });
  }

  #note(change: Partial<StandbyState>): void {
    this.#state = { ...this.#state, ...change };
    writeStandbyState(this.#folder.path, this.#key, this.#state, this.#own);
  }

  /** Null where it does not answer. @throws StartupError where it answers that this is over */
  async #reach(): Promise<OldHost | null> {
    const device = {
      secretKey: Uint8Array.from(Buffer.from(this.#own.device_secret, 'base64')),
      publicKey: Uint8Array.from(Buffer.from(this.#own.device_public, 'base64')),
    };
    for (const name of this.#state.hosts) {
      const host = OldHost.at(name, this.#state.port, this.#state.identity, device);
      if (await host.answers()) return host;
      await host.close();
    }
    return null;
  }

  #cannotBeAsked(): string {
    const { copied_at: at } = this.#state;
    if (at === null) {
      return 'There is no whole copy of the server on this computer yet';
    }
    const when = new Date(at).toISOString();
    return (
      `The computer that has the server does not answer. If it is gone, or stays off, take over ` +
      `with --alone: what was said there since ${when} is not in the copy`
    );
  }
}
