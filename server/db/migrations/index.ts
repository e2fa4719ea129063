import { firstConversation } from './0001-first-conversation.ts';
import { sealedSessions } from './0002-sealed-sessions.ts';
import { messageActions } from './0003-message-actions.ts';
import { search } from './0004-search.ts';
import { notesAndDrafts } from './0005-notes-and-drafts.ts';
import { attachments } from './0006-attachments.ts';
import { pictures } from './0007-pictures.ts';
import { fastSends } from './0008-fast-sends.ts';
import { restored } from './0009-restored.ts';
import { backups } from './0010-backups.ts';
import { invitesOfNobody } from './0011-invites-of-nobody.ts';
import { indexMerges } from './0012-index-merges.ts';
import { retention } from './0013-retention.ts';
import { bots } from './0014-bots.ts';
import { webhooks } from './0015-webhooks.ts';
import { guestSessions } from './0016-guest-sessions.ts';
import { placesOfMessages } from './0017-places-of-messages.ts';

/** In order; a migration that has been released never changes. */
export const migrations: readonly string[] = [
  firstConversation,
  sealedSessions,
  messageActions,
  search,
  notesAndDrafts,
  attachments,
  pictures,
  fastSends,
  restored,
  backups,
  invitesOfNobody,
  indexMerges,
  retention,
  bots,
  webhooks,
  guestSessions,
  placesOfMessages,
];
