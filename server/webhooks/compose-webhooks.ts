import type { Logger } from 'pino';
import type { UserId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Repository } from '../db/repository.ts';
import type { MessagesService } from '../messages/messages.service.ts';
import type { SyncService } from '../sync/sync.service.ts';
import { Deliveries } from './deliveries.ts';
import type { RetryPolicy } from './delivery-line.ts';
import type { webhooksRepository } from './webhooks.repository.ts';
import { WebhooksService } from './webhooks.service.ts';

export interface WebhookOptions {
  /** Whether outgoing ones may go to this computer and to private networks. */
  allowsPrivate?: boolean;
  retry?: Partial<RetryPolicy>;
}

/** Five seconds, ten, … up to an hour; three days, in which somebody comes back from a weekend. */
const defaultRetry: RetryPolicy = {
  firstPauseMs: 5_000,
  longestPauseMs: 3_600_000,
  answerWithinMs: 10_000,
  giveUpAfterMs: 3 * 86_400_000,
};

interface Base {
  repositories: { webhooks: Repository<typeof webhooksRepository> };
  permissions: Permissions;
  logger: Logger;
  version: string;
  webhooks: WebhookOptions;
}

interface Parts {
  messages: MessagesService;
  sync: SyncService;
  botOf: (userId: UserId) => Caller | null;
}

export function composeWebhooks(base: Base, { messages, sync, botOf }: Parts) {
  const repository = base.repositories.webhooks;
  const { allowsPrivate = false, retry = {} } = base.webhooks;
  const deliveries = new Deliveries({
    repository,
    sync,
    callerOf: ({ bot_id }) => botOf(bot_id),
    logger: base.logger,
    userAgent: `Future-Talk/${base.version}`,
    allowsPrivate,
    retry: { ...defaultRetry, ...retry },
  });
  const { permissions } = base;
  const parts = { repository, permissions, messages, deliveries, botOf, allowsPrivate };
  return { service: new WebhooksService(parts), deliveries };
}
