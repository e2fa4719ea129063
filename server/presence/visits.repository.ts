import type { SessionId, UserId } from '#protocol/identifiers.ts';
import { defineRepository } from '../db/repository.ts';

/** When people were last here. */
export const visitsRepository = defineRepository({
  name: 'visits',
  reads: {},
  writes: {
    /** These people were here just now, each in one of their sessions. */
    note(handle, callers: readonly { userId: UserId; sessionId: SessionId }[]): void {
      for (const { userId, sessionId } of callers) {
        handle.run('UPDATE user SET last_seen_at = ? WHERE id = ?', [handle.now, userId]);
        handle.run('UPDATE session SET last_seen_at = ? WHERE id = ?', [handle.now, sessionId]);
      }
    },
  },
});
