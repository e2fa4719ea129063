import { firstConversation } from './0001-first-conversation.ts';
import { sealedSessions } from './0002-sealed-sessions.ts';

/** In order; a migration that has been released never changes. */
export const migrations: readonly string[] = [firstConversation, sealedSessions];
