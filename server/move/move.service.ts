import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { ByteContent } from '#protocol/bytes.ts';
import type { AnswerBody } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import { buildMoveLink } from '#protocol/invite-link.ts';
import { limits } from '#protocol/limits.ts';
import type { joinMove, MoveContent, MoveProblem, MoveStatus } from '#protocol/move.ts';
import type { Registration } from '#protocol/server.ts';
import type { Origin } from '../access/caller.ts';
import type { Administrator } from '../access/operator.ts';
import type { Permissions } from '../access/permissions.ts';
import { blobFolderIn } from '../blobs/blob-folder.ts';
import { chunkBytes, sealedChunkBytes } from '../blobs/sealed-chunk.ts';
import type { Database } from '../db/database.ts';
import type { StillContent } from '../db/still-file.ts';
import { publicHosts } from '../public-host.ts';
import { readGrant, removeGrant, writeGrant } from './standby-grant.ts';
import type { Standing, Whereabouts } from './standing.ts';
import { StillCopy } from './still-copy.ts';

export interface MoveOptions {
  permissions: Permissions;
  database: Pick<Database, 'hold' | 'goOn'>;
  standing: Standing;
  identity: { publicKey: string };
  name: string;
  registration: Registration;
  databaseKey: Uint8Array;
  dataFolder: string;
  databaseFile: string;
  address: { readonly host: string; readonly port: number };
  logger: Logger;
}

type Joined = AnswerBody<typeof joinMove>;

interface Offer {
  code: string;
  expiresAt: number;
}

/** A move for which a successor has come. */
interface Underway {
  /** The successor's, by which it is known again. */
  deviceKey: Uint8Array;
  /** Null until it is asked for. */
  copy: StillCopy | null;
  /** It follows until an administrator ends that, also over restarts of this server. */
  standsBy: boolean;
  /** As of when the copy that stands by is; milliseconds since 1970. */
  copiedAt: number | null;
  isStill: boolean;
  fetchedBytes: number;
  totalBytes: number;
}

/** A successor that asks for nothing for so long is gone. */
const silentMaxMs = 60_000;
/** For so long at most nothing new is taken; after it the server goes on here. */
const stillMaxMs = 120_000;
/** Nobody guesses it. */
const codeBytes = 16;

/** Hands this server over to another computer. Until the successor has said that it has all, nothing changes here. */
export class MoveService {
  readonly #options: MoveOptions;
  #offer: Offer | null = null;
  #underway: Underway | null = null;
  #problem: MoveProblem | null = null;
  #deadline: NodeJS.Timeout | undefined;
  /** Known again after the move: its question may be asked twice. */
  #movedTo: Uint8Array | null = null;

  constructor(options: MoveOptions) {
    this.#options = options;
    const grant = readGrant(options.dataFolder);
    if (grant !== null) this.#underway = newUnderway(grant.deviceKey, true);
  }

  status(caller: Administrator): MoveStatus {
    this.#options.permissions.requireAdmin(caller);
    this.#options.standing.requireHere();
    const { fetchedBytes = 0, totalBytes = 0, copiedAt = null } = this.#underway ?? {};
    return {
      phase: this.#phase(),
      link: this.#offer && this.#linkOf(this.#offer.code),
      expires_at: this.#offer && new Date(this.#offer.expiresAt).toISOString(),
      fetched_bytes: Math.min(fetchedBytes, totalBytes),
      total_bytes: totalBytes,
      copied_at: copiedAt === null ? null : new Date(copiedAt).toISOString(),
      problem: this.#problem,
    };
  }

  /**
   * A new link; one from before, and a move that has begun, are over. It opens everything, which no
   * administrator may have from afar. @throws AppError FORBIDDEN from another computer
   */
  async offer(
    caller: Administrator,
    { isLoopback }: Pick<Origin, 'isLoopback'>,
  ): Promise<MoveStatus> {
    this.#options.permissions.requireAdmin(caller);
    if (!isLoopback) {
      const detail = 'The server can be moved only from the computer that serves';
      throw new AppError('FORBIDDEN', { detail });
    }
    this.#options.standing.requireHere();
    await this.#end(null, 'for good');
    const lifetimeMs = limits.moveLinkLifetimeSeconds * 1_000;
    const code = randomBytes(codeBytes).toString('hex');
    this.#offer = { code, expiresAt: Date.now() + lifetimeMs };
    this.#endAfter(lifetimeMs, 'expired');
    return this.status(caller);
  }

  async withdraw(caller: Administrator): Promise<MoveStatus> {
    this.#options.permissions.requireAdmin(caller);
    await this.#end(null, 'for good');
    return this.status(caller);
  }

  /** The code is good once. @throws AppError MOVE_OVER, FORBIDDEN over the plain API. */
  join(origin: Origin, { code, stands_by_at: standsByAt }: z.output<typeof joinMove.body>): Joined {
    // What follows opens everything: never over a network as it is.
    if (origin.sealed === null) throw new AppError('FORBIDDEN');
    const offer = this.#offer;
    if (offer === null || !isSame(Buffer.from(code), Buffer.from(offer.code))) {
      throw new AppError('MOVE_OVER');
    }
    const { name, registration, standing, databaseKey, dataFolder } = this.#options;
    const { deviceKey } = origin.sealed;
    if (standsByAt !== undefined) writeGrant(dataFolder, { deviceKey, addresses: standsByAt });
    this.#offer = null;
    this.#underway = newUnderway(deviceKey, standsByAt !== undefined);
    this.#waitForSuccessor(this.#underway);
    const database_key = Buffer.from(databaseKey).toString('hex');
    return { name, registration, epoch: standing.mark.epoch, database_key };
  }

  /** @param isLast nothing new is taken from now on, until the move is over */
  async content(origin: Origin, isLast: boolean): Promise<MoveContent> {
    const underway = this.#require(origin);
    const { standing, database } = this.#options;
    if (isLast && !underway.isStill) {
      underway.isStill = true;
      standing.beStill();
      this.#endAfter(stillMaxMs, 'slow');
      await database.hold();
    }
    const { databaseFile: file, databaseKey: key } = this.#options;
    underway.copy ??= new StillCopy({ file, key });
    const held = await underway.copy.hold();
    const files = await this.#present(held, underway.isStill);
    // It may have ended meanwhile.
    this.#require(origin);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    underway.totalBytes = Math.max(underway.totalBytes, held.databaseBytes + bytes);
    return { database_bytes: held.databaseBytes, pieces: held.pieces, files };
  }

  /** What was listed has been fetched: until the next time, the database's file may change. */
  async copied(origin: Origin): Promise<void> {
    const underway = this.#require(origin);
    underway.copiedAt = Date.now();
    await underway.copy?.release();
  }

  async databasePiece(origin: Origin, first: number): Promise<ByteContent> {
    return this.#piece(this.#require(origin), this.#options.databaseFile, first);
  }

  async filePiece(origin: Origin, name: string, first: number): Promise<ByteContent> {
    const underway = this.#require(origin);
    return this.#piece(underway, join(blobFolderIn(this.#options.dataFolder), name), first);
  }

  /** The one moment of the move: until this has returned, the server is here. @throws AppError MOVE_OVER */
  async complete(origin: Origin, whereabouts: Whereabouts): Promise<void> {
    const { standing } = this.#options;
    const asked = origin.sealed?.deviceKey;
    const again = this.#movedTo !== null && asked !== undefined && isSame(asked, this.#movedTo);
    if (again) return;
    const { deviceKey, isStill, copy } = this.#require(origin);
    if (!isStill || whereabouts.epoch <= standing.mark.epoch) throw new AppError('MOVE_OVER');
    standing.move(whereabouts);
    this.#movedTo = deviceKey;
    this.#underway = null;
    clearTimeout(this.#deadline);
    removeGrant(this.#options.dataFolder);
    await copy?.close();
  }

  async giveUp(origin: Origin): Promise<void> {
    this.#require(origin);
    await this.#end('given_up');
  }

  async stop(): Promise<void> {
    await this.#end(null);
  }

  #phase(): MoveStatus['phase'] {
    if (this.#underway !== null) {
      const { isStill, standsBy } = this.#underway;
      if (isStill) return 'still';
      return standsBy ? 'standing_by' : 'copying';
    }
    return this.#offer === null ? 'none' : 'offered';
  }

  #linkOf(code: string): string {
    const { address, identity } = this.#options;
    const hosts = publicHosts(address.host, networkInterfaces());
    return buildMoveLink({ hosts, port: address.port, code, key: identity.publicKey });
  }

  /** @throws AppError MOVE_OVER for anybody but the successor */
  #require(origin: Origin): Underway {
    const underway = this.#underway;
    const asked = origin.sealed?.deviceKey;
    if (underway === null || asked === undefined || !isSame(asked, underway.deviceKey)) {
      throw new AppError('MOVE_OVER');
    }
    this.#waitForSuccessor(underway);
    return underway;
  }

  /** One that takes over has no time to lose; one that stands by may be off for days. */
  #waitForSuccessor({ isStill, standsBy }: Underway): void {
    if (!isStill && !standsBy) this.#endAfter(silentMaxMs, 'silent');
  }

  /** Those that are there: what this server lacks, its successor will lack too. */
  async #present(held: StillContent, isLast: boolean): Promise<MoveContent['files']> {
    const folder = blobFolderIn(this.#options.dataFolder);
    const files: MoveContent['files'] = [];
    for (const name of held.files) {
      const found = await stat(join(folder, name)).catch(() => null);
      if (found !== null) files.push({ name, bytes: found.size });
      else if (isLast) this.#options.logger.warn({ name }, 'a sealed file is missing');
    }
    // Of what is still coming, what had come: it is another file once it is whole.
    const coming = isLast ? held.uploads : [];
    for (const { id, byteOffset } of coming) {
      files.push({ name: id, bytes: Math.floor(byteOffset / chunkBytes) * sealedChunkBytes });
    }
    return files;
  }

  async #piece(underway: Underway, path: string, first: number): Promise<ByteContent> {
    const found = await stat(path).catch(() => null);
    if (found === null) throw new AppError('NOT_FOUND');
    if (first >= found.size) throw new AppError('RANGE_NOT_SATISFIABLE');
    const length = Math.min(limits.movePieceBytes, found.size - first);
    underway.fetchedBytes += length;
    const range = { start: first, end: first + length - 1 };
    return { length, read: () => createReadStream(path, range) };
  }

  #endAfter(durationMs: number, problem: MoveProblem): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      this.#options.logger.warn({ problem }, 'the move to another computer came to nothing');
      void this.#end(problem);
    }, durationMs).unref();
  }

  /** All is as if nothing had been begun; who stands by goes on doing so, unless it is for good. */
  async #end(problem: MoveProblem | null, how?: 'for good'): Promise<void> {
    clearTimeout(this.#deadline);
    const { standing, database, dataFolder } = this.#options;
    const underway = this.#underway;
    this.#offer = null;
    this.#problem = problem;
    if (underway === null) return;
    const { copy, isStill, deviceKey, copiedAt, standsBy } = underway;
    const goesOn = standsBy && how === undefined;
    this.#underway = goesOn ? { ...newUnderway(deviceKey, true), copiedAt } : null;
    if (standsBy && !goesOn) removeGrant(dataFolder);
    if (isStill) {
      standing.goOn();
      database.goOn();
    }
    await copy?.close();
  }
}

function newUnderway(deviceKey: Uint8Array, standsBy: boolean): Underway {
  const nothing = { isStill: false, fetchedBytes: 0, totalBytes: 0 };
  return { deviceKey, copy: null, standsBy, copiedAt: null, ...nothing };
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
