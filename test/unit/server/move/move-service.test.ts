import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { SessionId } from '#protocol/identifiers.ts';
import { parseMoveLink } from '#protocol/invite-link.ts';
import { limits } from '#protocol/limits.ts';
import type { Origin } from '#server/access/caller.ts';
import { operator } from '#server/access/operator.ts';
import type { Permissions } from '#server/access/permissions.ts';
import { MoveService } from '#server/move/move.service.ts';
import { Standing } from '#server/move/standing.ts';
import { folderForTest } from '../../../support/server-process.ts';

const identityKey = randomBytes(32);
const identity = { publicKey: randomBytes(32).toString('base64url') };
const here = { isLoopback: true };

let logged: string[] = [];

beforeEach(() => {
  logged = [];
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A server that has nothing: what is asked of it here is for how long it waits, and for whom. */
function hosted({ folder = folderForTest(), isOverTls = false } = {}) {
  const standing = new Standing({ dataFolder: folder, identity, identityKey, epoch: 1 });
  const logger = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
  const nothing = () => undefined;
  const database = { hold: () => Promise.resolve(), goOn: nothing, onWritten: nothing };
  const move = new MoveService({
    ...{ database, standing, identity, logger, isOverTls, dataFolder: folder },
    permissions: { requireAdmin: nothing } as unknown as Permissions,
    name: 'Team',
    registration: 'invite',
    databaseKey: new Uint8Array(32),
    databaseFile: join(folder, 'future-talk.db'),
    address: { host: '127.0.0.1', port: 8000 },
  });
  onTestFinished(() => move.stop());
  return { move, database, standing, folder };
}

/** Somebody on a device of their own, over a sealed channel. */
function device(): Origin {
  const sessionId = randomUUID() as SessionId;
  const sealed = { sessionId, deviceKey: randomBytes(32), isPage: false };
  return { remoteAddress: '192.0.2.7', isLoopback: false, sealed };
}

async function offeredCode(move: MoveService): Promise<string> {
  const { link } = await move.offer(operator, here);
  return parseMoveLink(link ?? '').code;
}

const isOver = { code: 'MOVE_OVER' };

/** By which name something is refused; null where it is not. */
function refusal(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (cause) {
    if (cause instanceof AppError) return cause.code;
    throw cause;
  }
}

it('offers a link for an hour', async () => {
  const { move } = hosted();
  const { phase, expires_at } = await move.offer(operator, here);
  expect(phase).toBe('offered');
  expect(Date.parse(expires_at ?? '') - Date.now()).toBe(limits.moveLinkLifetimeSeconds * 1_000);
  await vi.advanceTimersByTimeAsync(limits.moveLinkLifetimeSeconds * 1_000);
  expect(move.status(operator)).toMatchObject({ phase: 'none', link: null, problem: 'expired' });
  expect(logged.join()).toContain('came to nothing');
});

it('gives a successor up that is silent for a minute, and takes it for nobody then', async () => {
  const { move } = hosted();
  const successor = device();
  const code = await offeredCode(move);
  expect(refusal(() => move.join({ ...successor, sealed: null }, { code }))).toBe('FORBIDDEN');
  const guess = { code: code.slice(1) };
  expect(refusal(() => move.join(successor, guess))).toBe('MOVE_OVER');
  expect(move.join(successor, { code })).toMatchObject({ name: 'Team', epoch: 1 });
  expect(refusal(() => move.join(successor, { code }))).toBe('MOVE_OVER');
  expect(move.status(operator)).toMatchObject({ phase: 'copying', copied_at: null });
  await vi.advanceTimersByTimeAsync(59_000);
  // Each question is a sign of life.
  move.copied(successor);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(move.status(operator).phase).toBe('copying');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(move.status(operator)).toMatchObject({ phase: 'none', problem: 'silent' });
  const copied = () => {
    move.copied(successor);
  };
  expect(refusal(copied)).toBe('MOVE_OVER');
});

it('hears nobody but the successor, and is not given away before it is still', async () => {
  const { move, standing } = hosted();
  const successor = device();
  move.join(successor, { code: await offeredCode(move) });
  for (const stranger of [device(), { ...successor, sealed: null }]) {
    await expect(move.content(stranger, true)).rejects.toMatchObject(isOver);
    await expect(move.change(stranger, 0)).rejects.toMatchObject(isOver);
    await expect(move.endStandby(stranger)).rejects.toMatchObject(isOver);
    await expect(move.giveUp(stranger)).rejects.toMatchObject(isOver);
  }
  const whereabouts = { addresses: ['192.0.2.7:8000'], epoch: 2 };
  await expect(move.complete(successor, whereabouts)).rejects.toMatchObject(isOver);
  expect(standing.movedTo).toBeNull();
});

it('hands out files in pieces, and says where there is nothing more', async () => {
  const { move, folder } = hosted();
  const successor = device();
  move.join(successor, { code: await offeredCode(move) });
  await expect(move.databasePiece(successor, 0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  writeFileSync(join(folder, 'future-talk.db'), Buffer.alloc(limits.movePieceBytes + 5, 7));
  expect((await move.databasePiece(successor, 0)).length).toBe(limits.movePieceBytes);
  const { length, read } = await move.databasePiece(successor, limits.movePieceBytes);
  const pieces: Uint8Array[] = [];
  for await (const piece of read()) pieces.push(piece);
  expect({ length, bytes: Buffer.concat(pieces) }).toEqual({
    length: 5,
    bytes: Buffer.alloc(5, 7),
  });
  const end = limits.movePieceBytes + 5;
  await expect(move.databasePiece(successor, end)).rejects.toMatchObject({
    code: 'RANGE_NOT_SATISFIABLE',
  });
  await expect(move.filePiece(successor, 'gone', 0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('answers who waits for news as soon as there is some, and after some seconds anyway', async () => {
  const { move, database } = hosted();
  const follower = device();
  move.join(follower, { code: await offeredCode(move), stands_by_at: [] });
  const { version } = await move.change(follower, 0);
  const waiting = move.change(follower, version);
  database.onWritten();
  expect(await waiting).toEqual({ version: version + 1 });
  const again = move.change(follower, version + 1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await again).toEqual({ version: version + 1 });
});

it('keeps nobody waiting who asks for news while it stops', async () => {
  const { move } = hosted();
  const follower = device();
  move.join(follower, { code: await offeredCode(move), stands_by_at: [] });
  const { version } = await move.change(follower, 0);
  const waiting = move.change(follower, version);
  const stopped = move.stop();
  expect(await waiting).toEqual({ version });
  expect(await move.change(follower, version)).toEqual({ version });
  await stopped;
});

it('knows who stands by over a restart, until an administrator ends it', async () => {
  const { move, folder } = hosted();
  const follower = device();
  move.join(follower, { code: await offeredCode(move), stands_by_at: [] });
  await vi.advanceTimersByTimeAsync(3_600_000);
  // Its link was good for an hour; it is good for as long as it stands by.
  expect(move.status(operator)).toMatchObject({ phase: 'standing_by', problem: null });
  expect(logged).toEqual([]);
  await move.stop();
  const { move: restarted } = hosted({ folder });
  expect(restarted.status(operator).phase).toBe('standing_by');
  restarted.copied(follower);
  await restarted.giveUp(follower);
  expect(restarted.status(operator).phase).toBe('standing_by');
  expect((await restarted.withdraw(operator)).phase).toBe('none');
  expect(existsSync(join(folder, 'standby.json'))).toBe(false);
  await expect(restarted.change(follower, 0)).rejects.toMatchObject(isOver);
});

it('asks who is silent whether it has taken over, and goes on where that fails', async () => {
  const { move, folder, standing } = hosted();
  move.start();
  await vi.advanceTimersByTimeAsync(10_000);
  move.join(device(), { code: await offeredCode(move), stands_by_at: [] });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(logged).toEqual([]);
  writeFileSync(join(folder, 'standby.json'), 'no JSON');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(logged.join()).toContain('who stands by could not be asked');
  expect(standing.movedTo).toBeNull();
  expect(move.status(operator).phase).toBe('standing_by');
});

it('is not offered over a network, nor where nobody could be sent on', async () => {
  const { move } = hosted({ isOverTls: true });
  await expect(move.offer(operator, { isLoopback: false })).rejects.toThrow(
    /only from the computer that serves/,
  );
  await expect(move.offer(operator, here)).rejects.toThrow(/with a certificate cannot be moved/);
});
