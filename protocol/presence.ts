import { z } from 'zod';
import { defineCommand, definePassingEvent } from './event.ts';
import { timestamp, userId } from './identifiers.ts';
import { limits } from './limits.ts';

export const getOnlineStatusCommand = defineCommand('get_online_status', {
  user_ids: z.array(userId).max(limits.onlineStatusUsersMax),
});

/** Friends and yourself; everybody else answers false. */
export const onlineStatus = definePassingEvent('online_status', {
  online_status: z.record(userId, z.boolean()),
});

/** To friends only. */
export const presence = definePassingEvent('presence', {
  user_id: userId,
  online: z.boolean(),
  last_seen_at: timestamp.nullable(),
});
