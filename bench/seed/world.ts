import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import type { ConversationId, SessionId, UserId } from '#protocol/identifiers.ts';
import { TokenIssuer } from '#server/accounts/token-issuer.ts';
import { newPrivateKey } from '#server/admin/identity.ts';
import { keyFromFile } from '#server/db/database-key.ts';
import { takeDataFolder } from '#server/db/data-folder.ts';
import { migrate } from '#server/db/migrate.ts';
import { openForWriting } from '#server/db/open-database.ts';

export interface Person {
  id: UserId;
  sessionId: SessionId;
  /** An access token of the plain API. */
  token: string;
}

export interface World {
  people: Person[];
  conversations: SeededConversation[];
}

export interface SeededConversation {
  id: ConversationId;
  /** Places in `people`. */
  members: number[];
}

/** Long enough for any run. */
const tokenLifetimeSeconds = 86_400;

/**
 * People with sessions and conversations, written straight into a data folder before its server is
 * started. In conversations of two, both are friends.
 * @param memberships places of people, a conversation each
 */
export function seedWorld(
  dataFolder: string,
  peopleCount: number,
  memberships: readonly (readonly number[])[],
  more: (database: Sqlite.Database, world: World) => void = () => undefined,
): World {
  const folder = takeDataFolder(dataFolder);
  const key = keyFromFile(dataFolder, folder.databaseFile);
  const database = openForWriting({ file: folder.databaseFile, key });
  try {
    migrate(database);
    const tokens = new TokenIssuer(keepSecrets(database), tokenLifetimeSeconds);
    // Whoever is interrupted begins again: nothing has to survive a crash.
    database.pragma('journal_mode=DELETE');
    database.pragma('synchronous=OFF');
    database.pragma('cache_size=-524288');
    const world: World = { people: [], conversations: [] };
    database.transaction(() => {
      for (let index = 0; index < peopleCount; index += 1) {
        world.people.push(addPerson(database, tokens, index));
      }
      for (const members of memberships) {
        world.conversations.push(addConversation(database, world.people, members));
      }
    })();
    more(database, world);
    database.pragma('journal_mode=WAL');
    return world;
  } finally {
    database.close();
    folder.release();
  }
}

/** The access tokens of a world that was made long ago have ended: it gets new ones. */
export function renewTokens(dataFolder: string, world: World): void {
  const database = openForWriting(databaseKeyOf(dataFolder));
  const tokens = new TokenIssuer(keepSecrets(database), tokenLifetimeSeconds);
  database.close();
  for (const person of world.people) {
    person.token = tokens.issueAccessToken(person.id, person.sessionId);
  }
}

export function databaseKeyOf(dataFolder: string): { file: string; key: Uint8Array } {
  const file = join(dataFolder, 'future-talk.db');
  return { file, key: keyFromFile(dataFolder, file) };
}

function keepSecrets(database: Sqlite.Database): Uint8Array {
  const keep = database.prepare('INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)');
  keep.run('token_secret', newPrivateKey());
  keep.run('identity_key', newPrivateKey());
  return database
    .prepare<[], Buffer>("SELECT value FROM meta WHERE name = 'token_secret'")
    .pluck()
    .get() as Buffer;
}

function addPerson(database: Sqlite.Database, tokens: TokenIssuer, index: number): Person {
  const id = uuidv7() as UserId;
  const sessionId = uuidv7() as SessionId;
  const name = `person-${String(index)}`;
  const now = Date.now();
  database
    .prepare(
      `INSERT INTO user (id, username, display_name, display_name_key, password_hash, is_admin,
         created_at) VALUES (?, ?, ?, ?, '', 0, ?)`,
    )
    .run(id, name, name, name, now);
  database
    .prepare(
      `INSERT INTO session (id, user_id, device_name, created_at, last_seen_at)
       VALUES (?, ?, 'benchmark', ?, ?)`,
    )
    .run(sessionId, id, now, now);
  return { id, sessionId, token: tokens.issueAccessToken(id, sessionId) };
}

function addConversation(
  database: Sqlite.Database,
  people: readonly Person[],
  members: readonly number[],
): SeededConversation {
  const id = randomUUID() as string as ConversationId;
  const now = Date.now();
  const userIds = members.map((place) => people[place]?.id ?? '').sort();
  const isDirect = members.length === 2;
  database
    .prepare(
      `INSERT INTO conversation (id, type, name, direct_key, created_at, last_message_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      isDirect ? 'direct' : 'group',
      isDirect ? null : 'Group',
      isDirect ? userIds.join(' ') : null,
      now,
      now,
    );
  const takePart = database.prepare(
    `INSERT INTO participant (conversation_id, user_id, role, joined_at) VALUES (?, ?, ?, ?)`,
  );
  for (const userId of userIds) {
    takePart.run(id, userId, !isDirect && userId === userIds[0] ? 'admin' : 'member', now);
  }
  if (isDirect) {
    database
      .prepare(
        `INSERT OR IGNORE INTO friendship (first_user_id, second_user_id, since) VALUES (?, ?, ?)`,
      )
      .run(userIds[0], userIds[1], now);
  }
  return { id, members: [...members] };
}
