import type { ConversationId, SessionId, UserId } from '#protocol/identifiers.ts';
import { openForWriting } from '#server/db/open-database.ts';
import { writeHistory } from '../seed/history.ts';
import { databaseKeyOf } from '../seed/world.ts';

interface Member {
  conversation: ConversationId;
  user: UserId;
  session: SessionId;
}

/**
 * Gives the conversations of a server that is not running a past, so that the database is larger than
 * what the server keeps of it in memory: while it is smaller, memory grows with it. Nothing of it is
 * in the search index yet.
 * @returns how many messages there are now
 */
export function givePast(dataFolder: string, messageCount: number): number {
  const database = openForWriting(databaseKeyOf(dataFolder));
  try {
    const sql = `SELECT conversation_id AS conversation, participant.user_id AS user,
        (SELECT id FROM session WHERE session.user_id = participant.user_id LIMIT 1) AS session
      FROM participant ORDER BY conversation_id`;
    const members = database.prepare<[], Member>(sql).all();
    const people = members.map(({ user, session }) => ({
      id: user,
      sessionId: session,
      token: '',
    }));
    const ids = [...new Set(members.map(({ conversation }) => conversation))];
    const conversations = ids.map((id) => ({
      id,
      members: members.flatMap((each, place) => (each.conversation === id ? [place] : [])),
    }));
    writeHistory(database, { people, conversations }, messageCount);
    database.prepare("UPDATE search_state SET place = ''").run();
    const count = database.prepare<[], number>('SELECT count(*) FROM message').pluck().get();
    return count ?? 0;
  } finally {
    database.close();
  }
}
