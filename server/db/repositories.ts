import { membershipRepository } from '../access/membership.repository.ts';
import { accountsRepository } from '../accounts/accounts.repository.ts';
import { adminRepository } from '../admin/admin.repository.ts';
import { identityRepository } from '../admin/identity.repository.ts';
import { attachmentsRepository } from '../attachments/attachments.repository.ts';
import { uploadsRepository } from '../attachments/uploads.repository.ts';
import { backupsRepository } from '../backup/backups.repository.ts';
import { botsRepository } from '../bots/bots.repository.ts';
import { conversationsRepository } from '../conversations/conversations.repository.ts';
import { notesRepository } from '../conversations/notes.repository.ts';
import { friendsRepository } from '../friends/friends.repository.ts';
import { draftsRepository } from '../messages/drafts.repository.ts';
import { messagesRepository } from '../messages/messages.repository.ts';
import { visitsRepository } from '../presence/visits.repository.ts';
import { reactionsRepository } from '../reactions/reactions.repository.ts';
import { receiptsRepository } from '../receipts/receipts.repository.ts';
import { retentionRepository } from '../messages/retention/retention.repository.ts';
import { searchRepository } from '../search/search.repository.ts';
import { syncRepository } from '../sync/sync.repository.ts';
import { watchingRepository } from '../watching/watching.repository.ts';
import { webhooksRepository } from '../webhooks/webhooks.repository.ts';
import type { RepositoryDeclaration } from './repository.ts';

/** Every feature's SQL: the database threads load them by this list. */
export const repositories: readonly RepositoryDeclaration[] = [
  membershipRepository,
  identityRepository,
  accountsRepository,
  adminRepository,
  friendsRepository,
  conversationsRepository,
  notesRepository,
  messagesRepository,
  draftsRepository,
  reactionsRepository,
  receiptsRepository,
  retentionRepository,
  searchRepository,
  syncRepository,
  attachmentsRepository,
  uploadsRepository,
  backupsRepository,
  botsRepository,
  webhooksRepository,
  watchingRepository,
  visitsRepository,
];
