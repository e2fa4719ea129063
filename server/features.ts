import type { Logger } from 'pino';
import type { Registration } from '#protocol/server.ts';
import { membershipRepository } from './access/membership.repository.ts';
import type { MembershipDirectory } from './access/membership.ts';
import type { Permissions } from './access/permissions.ts';
import { accountsRepository } from './accounts/accounts.repository.ts';
import { accountRoutes } from './accounts/accounts.routes.ts';
import { AccountsService } from './accounts/accounts.service.ts';
import { PasswordHasher } from './accounts/password-hasher.ts';
import { SessionDirectory } from './accounts/session-directory.ts';
import { SilentGuests } from './accounts/silent-guests.ts';
import { TokenIssuer } from './accounts/token-issuer.ts';
import { adminRepository } from './admin/admin.repository.ts';
import { adminRoutes } from './admin/admin.routes.ts';
import { AdminService } from './admin/admin.service.ts';
import type { Identity } from './admin/identity.ts';
import { identityRepository } from './admin/identity.repository.ts';
import { attachmentsRepository } from './attachments/attachments.repository.ts';
import { composeAttachments } from './attachments/compose-attachments.ts';
import type { StorageLimits } from './attachments/storage-space.ts';
import { attachmentRoutes, wholeUploadRoutes } from './attachments/attachments.routes.ts';
import { uploadsRepository } from './attachments/uploads.repository.ts';
import { uploadRoutes } from './attachments/uploads.routes.ts';
import { backupsRepository } from './backup/backups.repository.ts';
import { backupRoutes } from './backup/backups.routes.ts';
import { BackupsService } from './backup/backups.service.ts';
import { botsRepository } from './bots/bots.repository.ts';
import { botRoutes } from './bots/bots.routes.ts';
import { BotsService } from './bots/bots.service.ts';
import { conversationsRepository } from './conversations/conversations.repository.ts';
import { conversationRoutes } from './conversations/conversations.routes.ts';
import { ConversationsService } from './conversations/conversations.service.ts';
import { notesRepository } from './conversations/notes.repository.ts';
import { noteRoutes } from './conversations/notes.routes.ts';
import { NotesService } from './conversations/notes.service.ts';
import type { DamageWatch } from './db/damage-watch.ts';
import type { Database } from './db/database.ts';
import { friendsRepository } from './friends/friends.repository.ts';
import { friendRoutes } from './friends/friends.routes.ts';
import { FriendsService } from './friends/friends.service.ts';
import { draftsRepository } from './messages/drafts.repository.ts';
import { draftRoutes } from './messages/drafts.routes.ts';
import { DraftsService } from './messages/drafts.service.ts';
import { messagesRepository } from './messages/messages.repository.ts';
import { messageRoutes } from './messages/messages.routes.ts';
import { MessagesService } from './messages/messages.service.ts';
import { SelfDestruct } from './messages/self-destruct.ts';
import type { SendLatency } from './messages/send-latency.ts';
import { moveRoutes } from './move/move.routes.ts';
import { MoveService } from './move/move.service.ts';
import type { Standing } from './move/standing.ts';
import { presenceCommands } from './presence/presence.commands.ts';
import { PresenceService } from './presence/presence.service.ts';
import { visitsRepository } from './presence/visits.repository.ts';
import { reactionsRepository } from './reactions/reactions.repository.ts';
import { reactionRoutes } from './reactions/reactions.routes.ts';
import { ReactionsService } from './reactions/reactions.service.ts';
import { receiptsRepository } from './receipts/receipts.repository.ts';
import { receiptCommands, receiptRoutes } from './receipts/receipts.routes.ts';
import { ReceiptsService } from './receipts/receipts.service.ts';
import { releaseRoutes } from './releases/releases.routes.ts';
import { releasesFolderOf } from './releases/release-folder.ts';
import { ReleasesService } from './releases/releases.service.ts';
import { retentionRepository } from './messages/retention/retention.repository.ts';
import { retentionRoutes } from './messages/retention/retention.routes.ts';
import { RetentionService } from './messages/retention/retention.service.ts';
import { RetentionWorker } from './messages/retention/retention-worker.ts';
import { SearchIndexer } from './search/search-indexer.ts';
import { searchRepository } from './search/search.repository.ts';
import { searchRoutes } from './search/search.routes.ts';
import { SearchService } from './search/search.service.ts';
import { syncRepository } from './sync/sync.repository.ts';
import { syncRoutes } from './sync/sync.routes.ts';
import { SyncService } from './sync/sync.service.ts';
import { typingCommands, typingRoutes } from './typing/typing.routes.ts';
import { TypingService } from './typing/typing.service.ts';
import { ConditionService } from './watching/condition.service.ts';
import { MetricsService } from './watching/metrics.service.ts';
import type { Traffic } from './watching/traffic.ts';
import { watchingRepository } from './watching/watching.repository.ts';
import { watchingRoutes } from './watching/watching.routes.ts';
import { composeWebhooks } from './webhooks/compose-webhooks.ts';
import type { WebhookOptions } from './webhooks/compose-webhooks.ts';
import { webhooksRepository } from './webhooks/webhooks.repository.ts';
import { webhookRoutes } from './webhooks/webhooks.routes.ts';
import { connectionCommands } from './ws/connection.commands.ts';
import type { Hub } from './ws/hub.ts';

export type Repositories = ReturnType<typeof repositoriesOf>;

export function repositoriesOf(database: Database) {
  return {
    membership: database.repository(membershipRepository),
    identity: database.repository(identityRepository),
    accounts: database.repository(accountsRepository),
    admin: database.repository(adminRepository),
    friends: database.repository(friendsRepository),
    conversations: database.repository(conversationsRepository),
    notes: database.repository(notesRepository),
    messages: database.repository(messagesRepository),
    drafts: database.repository(draftsRepository),
    reactions: database.repository(reactionsRepository),
    receipts: database.repository(receiptsRepository),
    retention: database.repository(retentionRepository, { writesInPauses: true }),
    search: database.repository(searchRepository, { writesInPauses: true }),
    visits: database.repository(visitsRepository, { writesInPauses: true }),
    sync: database.repository(syncRepository),
    attachments: database.repository(attachmentsRepository),
    uploads: database.repository(uploadsRepository),
    backups: database.repository(backupsRepository),
    bots: database.repository(botsRepository),
    webhooks: database.repository(webhooksRepository),
    watching: database.repository(watchingRepository),
  };
}

/** What the features share. */
export interface Foundation {
  name: string;
  version: string;
  registration: Registration;
  accessTokenLifetimeSeconds: number;
  refreshGraceMs: number;
  logger: Logger;
  database: Database;
  repositories: Repositories;
  directory: MembershipDirectory;
  permissions: Permissions;
  hub: Hub;
  latency: SendLatency;
  traffic: Traffic;
  damageWatch: DamageWatch;
  identity: Identity;
  standing: Standing;
  /** The static X25519 secret key of sealed channels. */
  identityKey: Uint8Array;
  tokenSecret: Uint8Array;
  databaseKey: Uint8Array;
  dataFolder: string;
  databaseFile: string;
  storageLimits: StorageLimits;
  webhooks: WebhookOptions;
  /** It has a certificate of its own. */
  isOverTls: boolean;
  /** What the server listens on. */
  host: string;
  port: number;
}

/** One line a feature, in the order in which they need one another. */
// eslint-disable-next-line max-lines-per-function -- the list of features, nothing but construction
export function composeServices(base: Foundation) {
  const { database, repositories, directory, permissions, hub, latency, logger } = base;
  const isOnline = hub.isOnline.bind(hub);
  const tokens = new TokenIssuer(base.tokenSecret, base.accessTokenLifetimeSeconds);
  const sessions = new SessionDirectory(tokens);
  const accounts = new AccountsService({
    repository: repositories.accounts,
    hasher: new PasswordHasher(),
    tokens,
    sessions,
    registration: base.registration,
    refreshGraceMs: base.refreshGraceMs,
    onSessionsEnded: hub.closeSessions.bind(hub),
  });
  const bots = new BotsService({
    repository: repositories.bots,
    permissions,
    sessions,
    isOnline,
    onSessionsEnded: hub.closeSessions.bind(hub),
  });
  const friends = new FriendsService({ repository: repositories.friends, isOnline });
  const typing = new TypingService({ hub, directory, permissions });
  const presence = new PresenceService({
    hub,
    directory,
    logger,
    visits: repositories.visits,
  });
  const receipts = new ReceiptsService({
    repository: repositories.receipts,
    permissions,
    isOnline,
    logger,
  });
  const selfDestruct = new SelfDestruct({
    repository: repositories.messages,
    checkpoint: () => database.checkpoint(),
    logger,
  });
  const retentionWorker = new RetentionWorker({
    repository: repositories.retention,
    onRemoved: selfDestruct.noteErased.bind(selfDestruct),
    logger,
  });
  const messages = new MessagesService({
    repository: repositories.messages,
    permissions,
    receipts,
    typing,
    selfDestruct,
    latency,
  });
  const drafts = new DraftsService({ repository: repositories.drafts, permissions });
  const reactions = new ReactionsService({
    repository: repositories.reactions,
    permissions,
    messages,
  });
  const conversations = new ConversationsService({
    repository: repositories.conversations,
    permissions,
    messages,
    drafts,
    receipts,
  });
  const notes = new NotesService({ repository: repositories.notes, permissions });
  const sync = new SyncService({ repository: repositories.sync, messages, drafts, receipts });
  const botOf = sessions.botOf.bind(sessions);
  const webhooks = composeWebhooks(base, { messages, sync, botOf });
  const search = new SearchService({ repository: repositories.search, permissions, messages });
  const searchIndexer = new SearchIndexer({ repository: repositories.search, logger });
  const attachments = composeAttachments(base);
  const backups = new BackupsService({ ...base, repository: repositories.backups });
  const move = new MoveService({ ...base, address: base });
  const condition = new ConditionService({
    ...base,
    repository: repositories.watching,
    attachments: attachments.service,
    backups,
  });
  const metrics = new MetricsService({ ...base, condition, uploads: attachments.uploads });
  const admin = new AdminService({
    repository: repositories.admin,
    accounts,
    attachments: attachments.service,
    attachmentMaxBytes: base.storageLimits.fileMaxBytes,
    permissions,
    hub,
    latency,
    identity: base.identity,
    epoch: base.standing.mark.epoch,
    name: base.name,
    version: base.version,
    registration: base.registration,
    address: base,
  });
  return {
    sessions,
    accounts,
    silentGuests: new SilentGuests(accounts, logger),
    bots,
    webhooks,
    friends,
    typing,
    presence,
    receipts,
    selfDestruct,
    messages,
    drafts,
    reactions,
    conversations,
    notes,
    search,
    searchIndexer,
    sync,
    admin,
    attachments,
    backups,
    move,
    condition,
    metrics,
    retention: new RetentionService({
      repository: repositories.retention,
      permissions,
      worker: retentionWorker,
    }),
    retentionWorker,
    releases: new ReleasesService({ folder: releasesFolderOf(base.dataFolder), logger }),
  };
}

export type Services = ReturnType<typeof composeServices>;

export function routesOf(all: Services) {
  return [
    ...accountRoutes(all.accounts),
    ...adminRoutes(all.admin),
    ...botRoutes(all.bots),
    ...webhookRoutes(all.webhooks.service),
    ...backupRoutes(all.backups),
    ...retentionRoutes(all.retention),
    ...moveRoutes(all.move),
    ...watchingRoutes(all.condition, all.metrics),
    ...releaseRoutes(all.releases),
    ...friendRoutes(all.friends),
    ...conversationRoutes(all.conversations),
    ...noteRoutes(all.notes),
    ...messageRoutes(all.messages),
    ...draftRoutes(all.drafts),
    ...reactionRoutes(all.reactions),
    ...receiptRoutes(all.receipts),
    ...typingRoutes(all.typing),
    ...searchRoutes(all.search),
    ...syncRoutes(all.sync),
    ...attachmentRoutes(all.attachments.service),
    ...wholeUploadRoutes(all.attachments.whole),
    ...uploadRoutes(all.attachments.uploads),
  ];
}

export function commandsOf(all: Services, { permissions, hub }: Foundation) {
  return {
    ...connectionCommands(permissions, all.sessions.authenticate.bind(all.sessions), hub),
    ...receiptCommands(all.receipts),
    ...typingCommands(all.typing),
    ...presenceCommands(all.presence),
  };
}
