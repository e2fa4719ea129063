import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  rmdirSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { registration } from '#protocol/server.ts';
import { databaseFileName, isInUse } from '../db/data-folder.ts';
import { flushFolder, writeDurably } from '../db/durable-files.ts';
import { isMarkedAsMoved } from '../db/moved-mark.ts';
import { StartupError } from '../startup-error.ts';
import { hasStandbyState, standbyStateName } from './standby-state.ts';

const arrived = z.object({
  version: z.literal(1),
  name: z.string(),
  registration,
  /** The server's public key. */
  identity: z.string(),
  epoch: z.int(),
});
/** A server that has come, all of it, and does not serve yet. */
export type Arrived = Omit<z.infer<typeof arrived>, 'version'>;

const arrivedName = 'arrived.json';
/** What of a folder belongs to this computer and not to the server that went. */
const ownNames = ['server.toml', 'releases', 'backups'];

/** The data folder of a server that is coming, made beside its place and put there at once. */
export class SuccessorFolder {
  readonly #folder: string;
  /** Where it is made. */
  readonly path: string;

  /** @param folder the data folder that is to be */
  constructor(folder: string) {
    this.#folder = folder;
    this.path = `${folder}.arriving`;
  }

  /** @throws StartupError where a server is in the folder, or half of one has come before */
  begin(): void {
    this.#requireRoom();
    if (existsSync(join(this.path, arrivedName))) {
      throw new StartupError(
        'A server has come to this computer and was not confirmed: finish that first, or remove ' +
          this.path,
      );
    }
    if (hasStandbyState(this.path)) {
      throw new StartupError('This computer stands by for a server already: see stand-by --help');
    }
    this.abandon();
    mkdirSync(join(this.path, 'received'), { recursive: true, mode: 0o700 });
  }

  /** From now on it can be finished without the other computer. */
  arrive(server: Arrived): void {
    writeDurably(this.path, arrivedName, `${JSON.stringify({ version: 1, ...server })}\n`);
    flushFolder(this.path);
  }

  /** It did not come to that after all: what was copied stays. */
  revoke(): void {
    rmSync(join(this.path, arrivedName), { force: true });
    rmSync(join(this.path, databaseFileName), { force: true });
  }

  abandon(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** Puts what has come in its place. @throws StartupError where nothing has */
  finish(): Arrived {
    const server = this.#read();
    this.#requireRoom();
    const before = `${this.#folder}.moved`;
    if (existsSync(this.#folder)) {
      rmSync(before, { recursive: true, force: true });
      this.#keepOwn();
      renameSync(this.#folder, before);
    }
    renameSync(this.path, this.#folder);
    flushFolder(dirname(this.#folder));
    for (const name of [arrivedName, standbyStateName, 'standby.lock', 'received']) {
      rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
    // A server that was here went to another computer with all that was in it.
    rmSync(before, { recursive: true, force: true });
    return server;
  }

  #read(): Arrived {
    try {
      return arrived.parse(JSON.parse(readFileSync(join(this.path, arrivedName), 'utf8')));
    } catch (cause) {
      throw new StartupError('There is no server on this computer that waits to be finished', {
        cause,
      });
    }
  }

  #requireRoom(): void {
    if (!existsSync(this.#folder)) return;
    if (readdirSync(this.#folder).length === 0) {
      rmdirSync(this.#folder);
      return;
    }
    if (isMarkedAsMoved(this.#folder) && !isInUse(this.#folder)) return;
    throw new StartupError(
      `There is a server in ${this.#folder} already: take the other one over into a folder that is new or empty`,
    );
  }

  #keepOwn(): void {
    for (const name of ownNames) {
      const own = join(this.#folder, name);
      if (existsSync(own)) renameSync(own, join(this.path, name));
    }
  }
}
