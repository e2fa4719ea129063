import { randomBytes, timingSafeEqual } from 'node:crypto';
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
import type { Database } from '../db/database.ts';
import type { StillContent } from '../db/still-file.ts';
import { publicHosts } from '../public-host.ts';
import { readGrant, removeGrant, writeGrant } from './standby-grant.ts';
import type { Standing, Whereabouts } from './standing.ts';
import { askWhoStoodBy } from './successor-question.ts';
import { StillCopy } from './still-copy.ts';
import { newUnderway, pieceOf, presentFiles } from './underway.ts';
import type { Underway } from './underway.ts';
import { WrittenVersions } from './written-versions.ts';

export interface MoveOptions {
  permissions: Permissions;
  database: Pick<Database, 'hold' | 'goOn' | 'onWritten'>;
  standing: Standing;
  identity: { publicKey: string };
  name: string;
  registration: Registration;
  /** It has a certificate of its own, and is reached only so. */
  isOverTls: boolean;
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

/** A successor that asks for nothing for so long is gone. */
const silentMaxMs = 60_000;
/**
 * So long the database's file is held for one who follows and asks no more: what is written until then
 * need not be looked for in all of the file, and what is erased stays in it for so long at most.
 */
const heldMaxMs = 10_000;
/** The same while it is being fetched. */
const heldWhileFetchedMaxMs = 120_000;
/** Who follows asks more often than that. */
const presentMaxMs = 8_000;
/** How soon one that is not heard is asked whether it has taken over meanwhile. */
const askEveryMs = 5_000;
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
  #release: NodeJS.Timeout | undefined;
  #asking: NodeJS.Timeout | undefined;
  readonly #written = new WrittenVersions();
  /** Known again after the move: its question may be asked twice. */
  #movedTo: Uint8Array | null = null;

  constructor(options: MoveOptions) {
    this.#options = options;
    const grant = readGrant(options.dataFolder);
    options.database.onWritten = () => {
      this.#written.written();
    };
    if (grant !== null) this.#underway = newUnderway(grant.deviceKey, true);
  }

  status(caller: Administrator): MoveStatus {
    this.#options.permissions.requireAdmin(caller);
    this.#options.standing.requireHere();
    const { fetchedBytes = 0, totalBytes = 0, copied = null } = this.#underway ?? {};
    const heardAt = this.#underway?.heardAt ?? 0;
    const hasAll = copied?.version === this.#written.version;
    const copiedAt = copied === null ? null : Math.max(copied.at, hasAll ? heardAt : 0);
    return {
      phase: this.#phase(),
      link: this.#offer && this.#linkOf(this.#offer.code),
      expires_at: this.#offer && new Date(this.#offer.expiresAt).toISOString(),
      fetched_bytes: Math.min(fetchedBytes, totalBytes),
      total_bytes: totalBytes,
      copied_at: copiedAt === null ? null : new Date(copiedAt).toISOString(),
      copy_is_current: hasAll && Date.now() - heardAt < presentMaxMs,
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
    this.#requireMovable();
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
    clearTimeout(this.#deadline);
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
    const { version } = this.#written;
    const at = Date.now();
    const held = await this.#hold(underway);
    const files = await this.#present(held, underway);
    // It may have ended meanwhile.
    this.#require(origin);
    underway.listed = { version, at };
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    underway.totalBytes = Math.max(underway.totalBytes, held.databaseBytes + bytes);
    return { database_bytes: held.databaseBytes, pieces: held.pieces, files, version };
  }

  /** What was listed has been fetched. */
  copied(origin: Origin): void {
    const underway = this.#require(origin);
    underway.copied = underway.listed;
    this.#releaseAfter(heldMaxMs, underway);
  }

  /** Resolves once there may be more to copy than a version, with what there is now; after some seconds anyway. */
  async change(origin: Origin, after: number): Promise<{ version: number }> {
    this.#require(origin);
    const version = await this.#written.after(after);
    this.#releaseAfter(heldMaxMs, this.#require(origin));
    return { version };
  }

  /** As if nobody had begun to stand by. */
  async endStandby(origin: Origin): Promise<void> {
    this.#require(origin);
    await this.#end(null, 'for good');
  }

  async databasePiece(origin: Origin, first: number): Promise<ByteContent> {
    return pieceOf(this.#require(origin), this.#options.databaseFile, first);
  }

  async filePiece(origin: Origin, name: string, first: number): Promise<ByteContent> {
    const underway = this.#require(origin);
    return pieceOf(underway, join(blobFolderIn(this.#options.dataFolder), name), first);
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
    clearTimeout(this.#release);
    removeGrant(this.#options.dataFolder);
    await copy?.close();
  }

  async giveUp(origin: Origin): Promise<void> {
    this.#require(origin);
    await this.#end('given_up');
  }

  /** From now on a computer that stands by and is not heard is asked whether it has taken over. */
  start(): void {
    this.#asking = setInterval(() => void this.#askWhoIsSilent(), askEveryMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#asking);
    this.#written.end();
    await this.#end(null);
  }

  /** @throws AppError SERVER_MOVED; FORBIDDEN where nobody could be sent on */
  #requireMovable(): void {
    const { standing, isOverTls } = this.#options;
    standing.requireHere();
    if (!isOverTls) return;
    const detail =
      'A server with a certificate cannot be moved: start it without --tls-cert and --tls-key first';
    throw new AppError('FORBIDDEN', { detail });
  }

  /** It may have been cut off, and somebody has made it the server: two would split the team. */
  async #askWhoIsSilent(): Promise<void> {
    const underway = this.#underway;
    if (underway === null || !underway.standsBy || underway.isStill) return;
    if (Date.now() - underway.heardAt < presentMaxMs) return;
    const { standing, logger } = this.#options;
    await askWhoStoodBy(standing, this.#options).catch((cause: unknown) => {
      logger.warn({ err: cause }, 'who stands by could not be asked');
    });
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
    underway.heardAt = Date.now();
    this.#waitForSuccessor(underway);
    this.#releaseAfter(heldWhileFetchedMaxMs, underway);
    return underway;
  }

  async #hold(underway: Underway): Promise<StillContent> {
    const { databaseFile: file, databaseKey: key } = this.#options;
    underway.copy ??= new StillCopy({ file, key });
    const startedAt = performance.now();
    const held = await underway.copy.hold();
    this.#written.copied(performance.now() - startedAt);
    return held;
  }

  /** Who stands by and asks no more does not keep the file from being written to. */
  #releaseAfter(durationMs: number, { copy, isStill, standsBy }: Underway): void {
    clearTimeout(this.#release);
    if (isStill || !standsBy) return;
    this.#release = setTimeout(() => {
      void copy?.release().catch((cause: unknown) => {
        this.#options.logger.warn({ err: cause }, 'the database could not be let go');
      });
    }, durationMs).unref();
  }

  /** One that takes over has no time to lose; one that stands by may be off for days. */
  #waitForSuccessor({ isStill, standsBy }: Underway): void {
    if (!isStill && !standsBy) this.#endAfter(silentMaxMs, 'silent');
  }

  #present(held: StillContent, underway: Underway): Promise<MoveContent['files']> {
    const { dataFolder, logger } = this.#options;
    return presentFiles(blobFolderIn(dataFolder), held, underway, (name) => {
      logger.warn({ name }, 'a sealed file is missing');
    });
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
    clearTimeout(this.#release);
    const { standing, database, dataFolder } = this.#options;
    const underway = this.#underway;
    this.#offer = null;
    this.#problem = problem;
    if (underway === null) return;
    const { copy, isStill, deviceKey, copied, standsBy } = underway;
    const goesOn = standsBy && how === undefined;
    this.#underway = goesOn ? { ...newUnderway(deviceKey, true), copied } : null;
    // Whoever waits for more is told that it is over, or asks again.
    this.#written.wake();
    if (standsBy && !goesOn) removeGrant(dataFolder);
    if (isStill) {
      standing.goOn();
      database.goOn();
    }
    await copy?.close();
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
