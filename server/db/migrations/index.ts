import { firstConversation } from './0001-first-conversation.ts';
import { sealedSessions } from './0002-sealed-sessions.ts';
import { notesAndDrafts } from './0005-notes-and-drafts.ts';

/** In order; a migration that has been released never changes. */
export const migrations: readonly string[] = [firstConversation, sealedSessions, notesAndDrafts];
