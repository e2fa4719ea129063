import { v7 as uuidv7 } from 'uuid';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, SessionId, UserId } from '#protocol/identifiers.ts';
import { tellOfPerson } from './person-changes.repository.ts';
import { changePicture } from '../access/pictures.repository.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';
import { searchKey } from './search-key.ts';

export interface AccountRow {
  id: UserId;
  username: string;
  display_name: string;
  avatar_id: AttachmentId | null;
  is_admin: number;
  disabled_at: number | null;
  last_seen_at: number | null;
  created_at: number;
}

export interface SessionRow {
  id: SessionId;
  user_id: UserId;
  device_name: string;
  created_at: number;
  last_seen_at: number;
  /** Set for a session that is good only in a sealed channel of this device. */
  device_key: Uint8Array | null;
}

export interface NewAccount {
  username: string;
  displayName: string;
  passwordHash: string;
  registration: 'open' | 'invite' | 'closed';
  inviteCode: string | null;
  /** The founder of an empty server needs no invitation on the computer that hosts it. */
  isLoopback: boolean;
}

/** An account that an administrator makes. */
export interface AddedAccount {
  username: string;
  displayName: string;
  passwordHash: string;
  isAdmin: boolean;
}

/** What is undefined stays as it is. */
export interface AccountChanges {
  userId: UserId;
  displayName?: string | undefined;
  avatarId?: AttachmentId | null | undefined;
}

export interface NewSession {
  userId: UserId;
  deviceName: string;
  deviceKey: Uint8Array | null;
  /** Of a page in a browser. */
  isGuest: boolean;
  refreshTokenHash: Uint8Array;
}

export interface Rotation {
  tokenHash: Uint8Array;
  successorHash: Uint8Array;
  /** The session that the token itself proves; null for one that this server did not sign. */
  signedFor: SessionId | null;
  /** The device whose sealed channel asks; null over the plain API. */
  deviceKey: Uint8Array | null;
  graceMs: number;
  lifetimeMs: number;
}

export type RotationOutcome =
  | { kind: 'rotated'; session: SessionRow; account: AccountRow }
  /** Used a second time: the session, and with it the whole family of tokens, has been ended. */
  | { kind: 'reused'; session: SessionRow }
  | { kind: 'unknown' };

const accountColumns =
  'id, username, display_name, avatar_id, is_admin, disabled_at, last_seen_at, created_at';
const sessionColumns = 'id, user_id, device_name, created_at, last_seen_at, device_key';
/** Disabling has ended their sessions already; no row that says otherwise lets them in. */
const isLiving = 'ended_at IS NULL AND user_id IN (SELECT id FROM user WHERE disabled_at IS NULL)';

function accountById(handle: ReadHandle, id: UserId): AccountRow | undefined {
  return handle.get<AccountRow>(`SELECT ${accountColumns} FROM user WHERE id = ?`, [id]);
}

/** Of somebody who has had one: no account is ever removed. */
function existingAccount(handle: ReadHandle, id: UserId): AccountRow {
  return handle.one<AccountRow>(`SELECT ${accountColumns} FROM user WHERE id = ?`, [id]);
}

function insertSession(handle: WriteHandle, session: NewSession): SessionRow {
  const id = uuidv7() as SessionId;
  const { userId, deviceName, deviceKey, isGuest, refreshTokenHash } = session;
  handle.run(
    `INSERT INTO session (id, user_id, device_name, created_at, last_seen_at, device_key, is_guest)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [id, userId, deviceName, handle.now, handle.now, deviceKey, isGuest ? 1 : 0],
  );
  insertRefreshToken(handle, refreshTokenHash, id);
  return {
    id,
    user_id: userId,
    device_name: deviceName,
    created_at: handle.now,
    last_seen_at: handle.now,
    device_key: deviceKey,
  };
}

function insertRefreshToken(handle: WriteHandle, hash: Uint8Array, session: SessionId): void {
  handle.run('INSERT INTO refresh_token (hash, session_id, created_at) VALUES (?, ?, ?)', [
    hash,
    session,
    handle.now,
  ]);
}

function endSessionRow(handle: WriteHandle, id: SessionId): boolean {
  const { changes } = handle.run(
    'UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL',
    [handle.now, id],
  );
  handle.run('DELETE FROM refresh_token WHERE session_id = ?', [id]);
  return changes > 0;
}

function endSessionsOf(handle: WriteHandle, userId: UserId, except: SessionId | null): SessionId[] {
  const rows = handle.all<{ id: SessionId }>(
    'SELECT id FROM session WHERE user_id = ? AND ended_at IS NULL',
    [userId],
  );
  const ids = rows.map((row) => row.id).filter((id) => id !== except);
  for (const id of ids) endSessionRow(handle, id);
  return ids;
}

function redeemInvite(handle: WriteHandle, code: string): void {
  const { changes } = handle.run(
    `UPDATE invite SET uses = uses + 1
     WHERE code = $code AND (expires_at IS NULL OR expires_at > $now)
       AND (max_uses IS NULL OR uses < max_uses)`,
    { code, now: handle.now },
  );
  if (changes === 0) throw new AppError('INVITE_INVALID');
}

function admit(handle: WriteHandle, account: NewAccount, isFirst: boolean): void {
  if (account.registration === 'open' || (isFirst && account.isLoopback)) return;
  if (account.registration === 'closed') throw new AppError('REGISTRATION_CLOSED');
  if (account.inviteCode === null) throw new AppError('INVITE_REQUIRED');
  redeemInvite(handle, account.inviteCode);
}

function hasNobody(handle: ReadHandle): boolean {
  const sql = 'SELECT 1 FROM user WHERE id NOT IN (SELECT user_id FROM bot) LIMIT 1';
  return handle.value(sql) === undefined;
}

function insertAccount(handle: WriteHandle, account: AddedAccount): AccountRow {
  const { username, displayName, passwordHash, isAdmin } = account;
  const id = uuidv7() as UserId;
  const taken = handle.value('SELECT 1 FROM user WHERE username = ?', [username]);
  if (taken !== undefined) throw new AppError('USERNAME_TAKEN');
  handle.run(
    `INSERT INTO user (id, username, display_name, display_name_key, password_hash, is_admin, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [id, username, displayName, searchKey(displayName), passwordHash, isAdmin ? 1 : 0, handle.now],
  );
  return existingAccount(handle, id);
}

function changeAccount(
  handle: WriteHandle,
  { userId, displayName, avatarId }: AccountChanges,
): AccountRow {
  const before = existingAccount(handle, userId);
  const isRenamed = displayName !== undefined && displayName !== before.display_name;
  if (isRenamed) {
    handle.run('UPDATE user SET display_name = ?, display_name_key = ? WHERE id = ?', [
      displayName,
      searchKey(displayName),
      userId,
    ]);
  }
  const isPictured =
    avatarId !== undefined &&
    changePicture(handle, {
      before: before.avatar_id,
      after: avatarId,
      uploaderId: userId,
      store: (id) => handle.run('UPDATE user SET avatar_id = ? WHERE id = ?', [id, userId]),
    });
  if (!isRenamed && !isPictured) return before;
  const row = existingAccount(handle, userId);
  tellOfPerson(handle, row);
  return row;
}

export const accountsRepository = defineRepository({
  name: 'accounts',
  reads: {
    byId(handle, id: UserId): AccountRow {
      return existingAccount(handle, id);
    },
    credentials(handle, username: string): { id: UserId; password_hash: string } | null {
      return (
        handle.get<{ id: UserId; password_hash: string }>(
          // A bot has no password.
          "SELECT id, password_hash FROM user WHERE username = ? AND password_hash <> ''",
          [username],
        ) ?? null
      );
    },
    /** Of people. */
    livingSessions(handle): { session: SessionRow; account: AccountRow }[] {
      const sessions = handle.all<SessionRow>(
        `SELECT ${sessionColumns} FROM session
         WHERE ${isLiving} AND user_id NOT IN (SELECT user_id FROM bot)`,
      );
      return sessions.map((session) => ({
        session,
        account: existingAccount(handle, session.user_id),
      }));
    },
    sessionsOf(handle, userId: UserId): SessionRow[] {
      return handle.all<SessionRow>(
        `SELECT ${sessionColumns} FROM session WHERE user_id = ? AND ended_at IS NULL
         ORDER BY last_seen_at DESC`,
        [userId],
      );
    },
    isEmpty(handle): boolean {
      return hasNobody(handle);
    },
  },
  writes: {
    /** The first account of an empty server administers it. */
    register(handle, account: NewAccount): AccountRow {
      const isFirst = hasNobody(handle);
      admit(handle, account, isFirst);
      return insertAccount(handle, { ...account, isAdmin: isFirst });
    },
    /** Whatever the rules of registration; the first account administers here, too. */
    add(handle, account: AddedAccount): AccountRow {
      return insertAccount(handle, { ...account, isAdmin: account.isAdmin || hasNobody(handle) });
    },
    startSession(handle, session: NewSession): SessionRow {
      // Disabled, perhaps, while the password was being checked.
      if (accountById(handle, session.userId)?.disabled_at !== null) {
        throw new AppError('ACCOUNT_DISABLED');
      }
      return insertSession(handle, session);
    },
    rotate(handle, rotation: Rotation): RotationOutcome {
      return rotateRefreshToken(handle, rotation);
    },
    endSession(handle, input: { sessionId: SessionId; userId: UserId }): boolean {
      const owner = handle.value<string>('SELECT user_id FROM session WHERE id = ?', [
        input.sessionId,
      ]);
      return owner === input.userId && endSessionRow(handle, input.sessionId);
    },
    /** Those of guests that nothing was heard of for so long; answers them. */
    endSilentGuests(handle, silenceMs: number): SessionId[] {
      const silent = handle.all<{ id: SessionId }>(
        'SELECT id FROM session WHERE is_guest = 1 AND ended_at IS NULL AND last_seen_at < ?',
        [handle.now - silenceMs],
      );
      return silent.map(({ id }) => id).filter((id) => endSessionRow(handle, id));
    },
    /** What others see of somebody: all of it or, where it is refused, nothing. */
    change(handle, input: AccountChanges): AccountRow {
      return changeAccount(handle, input);
    },
    /** Answers the sessions that this has ended: all but the one it was asked from, if it was. */
    setPassword(
      handle,
      input: { userId: UserId; passwordHash: string; keep: SessionId | null },
    ): SessionId[] {
      handle.run('UPDATE user SET password_hash = ? WHERE id = ?', [
        input.passwordHash,
        input.userId,
      ]);
      return endSessionsOf(handle, input.userId, input.keep);
    },
    setDisabled(
      handle,
      input: { userId: UserId; disabled: boolean },
    ): { account: AccountRow; ended: SessionId[] } {
      const { changes } = handle.run('UPDATE user SET disabled_at = ? WHERE id = ?', [
        input.disabled ? handle.now : null,
        input.userId,
      ]);
      const account = accountById(handle, input.userId);
      if (changes === 0 || account === undefined) throw new AppError('USER_NOT_FOUND');
      return { account, ended: input.disabled ? endSessionsOf(handle, input.userId, null) : [] };
    },
  },
});

interface TokenRow {
  session_id: SessionId;
  created_at: number;
  used_at: number | null;
}

/** Whether a session may go on from here. A thief's refresh token is nothing without the device. */
function isAtHome(session: SessionRow, deviceKey: Uint8Array | null): boolean {
  if (session.device_key === null) return true;
  return deviceKey !== null && Buffer.compare(session.device_key, deviceKey) === 0;
}

/** What is issued inside a sealed channel is good only there: the session becomes the device's. */
function boundTo(
  handle: WriteHandle,
  session: SessionRow,
  deviceKey: Uint8Array | null,
): SessionRow {
  if (session.device_key !== null || deviceKey === null) return session;
  handle.run('UPDATE session SET device_key = ? WHERE id = ?', [deviceKey, session.id]);
  return { ...session, device_key: deviceKey };
}

/**
 * A backup has the tokens of its own time. A session that was restored from one goes on, once, by a
 * token that this server signed for it afterwards; those from before are then worth nothing.
 */
function forgottenToken(handle: WriteHandle, rotation: Rotation): TokenRow | undefined {
  const { signedFor: session } = rotation;
  const isRestored =
    session !== null &&
    handle.value<number>('SELECT is_restored FROM session WHERE id = ?', [session]) === 1;
  if (!isRestored) return undefined;
  handle.run('DELETE FROM refresh_token WHERE session_id = ?', [session]);
  insertRefreshToken(handle, rotation.tokenHash, session);
  return { session_id: session, created_at: handle.now, used_at: null };
}

function rotateRefreshToken(handle: WriteHandle, rotation: Rotation): RotationOutcome {
  const token = (hash: Uint8Array) =>
    handle.get<TokenRow>(
      'SELECT session_id, created_at, used_at FROM refresh_token WHERE hash = ?',
      [hash],
    );
  const presented = token(rotation.tokenHash) ?? forgottenToken(handle, rotation);
  const found =
    presented &&
    handle.get<SessionRow>(`SELECT ${sessionColumns} FROM session WHERE id = ? AND ${isLiving}`, [
      presented.session_id,
    ]);
  if (presented === undefined || found === undefined) return { kind: 'unknown' };
  const account = existingAccount(handle, found.user_id);
  if (!isAtHome(found, rotation.deviceKey)) return { kind: 'unknown' };
  if (handle.now - presented.created_at > rotation.lifetimeMs) return { kind: 'unknown' };
  const session = boundTo(handle, found, rotation.deviceKey);
  if (presented.used_at === null) {
    handle.run('UPDATE refresh_token SET used_at = ? WHERE hash = ?', [
      handle.now,
      rotation.tokenHash,
    ]);
    insertRefreshToken(handle, rotation.successorHash, session.id);
    handle.run('UPDATE session SET last_seen_at = ?, is_restored = 0 WHERE id = ?', [
      handle.now,
      session.id,
    ]);
    return { kind: 'rotated', session, account };
  }
  // A lost reply asks again soon, before its successor is ever used; a thief asks at another time.
  const successorUnused = token(rotation.successorHash)?.used_at === null;
  if (handle.now - presented.used_at <= rotation.graceMs && successorUnused) {
    return { kind: 'rotated', session, account };
  }
  endSessionRow(handle, session.id);
  return { kind: 'reused', session };
}
