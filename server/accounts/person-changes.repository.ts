import type { UserId } from '#protocol/identifiers.ts';
import type { WriteHandle } from '../db/handles.ts';
import { presentUser } from './present-user.ts';
import type { UserRow } from './present-user.ts';

/** Tells everybody who has somebody before their eyes what they now are: themselves first of all. */
export function tellOfPerson(handle: WriteHandle, row: UserRow): void {
  const event = { type: 'user_updated', user: presentUser(row) } as const;
  for (const id of onlookers(handle, row.id)) handle.emit({ user_id: id }, event);
}

/** Friends, those of whom one of the two has asked the other, and who shares a conversation. */
function onlookers(handle: WriteHandle, userId: UserId): UserId[] {
  return handle
    .all<{ id: UserId }>(
      `SELECT $me AS id
       UNION SELECT second_user_id FROM friendship WHERE first_user_id = $me
       UNION SELECT first_user_id FROM friendship WHERE second_user_id = $me
       UNION SELECT to_user_id FROM friend_request WHERE from_user_id = $me
       UNION SELECT from_user_id FROM friend_request WHERE to_user_id = $me
       UNION SELECT other.user_id FROM participant AS own
         JOIN participant AS other ON other.conversation_id = own.conversation_id
         WHERE own.user_id = $me`,
      { me: userId },
    )
    .map(({ id }) => id);
}
