import { v7 as uuidv7 } from 'uuid';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, SessionId, UserId } from '#protocol/identifiers.ts';
import type { Scope } from '#protocol/scopes.ts';
import { searchKey } from '../accounts/search-key.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';
import { defineRepository } from '../db/repository.ts';

export interface BotRow {
  id: UserId;
  username: string;
  display_name: string;
  avatar_id: AttachmentId | null;
  created_at: number;
  last_seen_at: number;
  session_id: SessionId;
  ended_at: number | null;
  token_hash: Uint8Array;
  scopes: readonly Scope[];
}

export interface AddedBot {
  username: string;
  displayName: string;
  tokenHash: Uint8Array;
  scopes: readonly Scope[];
}

const selectBots = `SELECT user.id, user.username, user.display_name, user.avatar_id, user.created_at,
    session.last_seen_at, session.ended_at, bot.session_id, bot.token_hash, bot.scopes
  FROM bot JOIN user ON user.id = bot.user_id JOIN session ON session.id = bot.session_id`;

type StoredRow = Omit<BotRow, 'scopes'> & { scopes: string };

function fromRow(row: StoredRow): BotRow {
  return { ...row, scopes: JSON.parse(row.scopes) as Scope[] };
}

function botById(handle: ReadHandle, id: UserId): BotRow {
  const row = handle.get<StoredRow>(`${selectBots} WHERE user.id = ?`, [id]);
  if (row === undefined) throw new AppError('BOT_NOT_FOUND');
  return fromRow(row);
}

/** No password is like an empty hash: nobody signs in with one. */
function insertUser(handle: WriteHandle, { username, displayName }: AddedBot): UserId {
  const id = uuidv7() as UserId;
  handle.run(
    `INSERT INTO user (id, username, display_name, display_name_key, password_hash, is_admin, created_at)
     VALUES (?, ?, ?, ?, '', 0, ?)`,
    [id, username, displayName, searchKey(displayName), handle.now],
  );
  return id;
}

/** @throws AppError USERNAME_TAKEN while its token is good */
function reviveUser(handle: WriteHandle, id: UserId, { displayName }: AddedBot): UserId {
  if (botById(handle, id).ended_at === null) throw new AppError('USERNAME_TAKEN');
  handle.run(
    'UPDATE user SET disabled_at = NULL, display_name = ?, display_name_key = ? WHERE id = ?',
    [displayName, searchKey(displayName), id],
  );
  return id;
}

export const botsRepository = defineRepository({
  name: 'bots',
  reads: {
    all(handle): BotRow[] {
      return handle.all<StoredRow>(`${selectBots} ORDER BY user.username`).map(fromRow);
    },
    /** Those whose tokens are good. */
    living(handle): BotRow[] {
      return handle
        .all<StoredRow>(`${selectBots} WHERE session.ended_at IS NULL AND user.disabled_at IS NULL`)
        .map(fromRow);
    },
    idOf(handle, username: string): UserId | null {
      const sql = 'SELECT user.id FROM bot JOIN user ON user.id = bot.user_id WHERE username = ?';
      return handle.value<UserId>(sql, [username]) ?? null;
    },
  },
  writes: {
    add(handle, bot: AddedBot): BotRow {
      const sql = 'SELECT id FROM user WHERE username = ?';
      const known = handle.value<UserId>(sql, [bot.username]);
      const id = known === undefined ? insertUser(handle, bot) : reviveUser(handle, known, bot);
      const session = uuidv7();
      handle.run(
        `INSERT INTO session (id, user_id, device_name, created_at, last_seen_at)
         VALUES (?, ?, 'bot', ?, ?)`,
        [session, id, handle.now, handle.now],
      );
      handle.run(
        `INSERT INTO bot (user_id, session_id, token_hash, scopes) VALUES ($id, $session, $hash, $scopes)
         ON CONFLICT (user_id) DO UPDATE SET session_id = $session, token_hash = $hash, scopes = $scopes`,
        { id, session, hash: bot.tokenHash, scopes: JSON.stringify(bot.scopes) },
      );
      return botById(handle, id);
    },
    /** Again is the same. */
    revoke(handle, id: UserId): BotRow {
      const { session_id } = botById(handle, id);
      handle.run('UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL', [
        handle.now,
        session_id,
      ]);
      handle.run('UPDATE user SET disabled_at = coalesce(disabled_at, ?) WHERE id = ?', [
        handle.now,
        id,
      ]);
      return botById(handle, id);
    },
  },
});
