import type { UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';

export interface ReactionRow {
  emoji: string;
  user_id: UserId;
}

/** As the API shows them: by emoji, in the order in which they came. */
export function groupReactions(rows: readonly ReactionRow[]): Message['reactions'] {
  const users = new Map<string, UserId[]>();
  for (const { emoji, user_id } of rows) {
    const known = users.get(emoji);
    if (known === undefined) users.set(emoji, [user_id]);
    else known.push(user_id);
  }
  return [...users].map(([emoji, user_ids]) => ({ emoji, count: user_ids.length, user_ids }));
}
