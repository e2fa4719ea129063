import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { AppError } from '#protocol/errors.ts';
import type { UserId, WebhookId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import type * as contract from '#protocol/webhooks.ts';
import type { IncomingWebhook, OutgoingWebhook, Webhook } from '#protocol/webhooks.ts';
import type { Caller, Origin } from '../access/caller.ts';
import type { Administrator } from '../access/operator.ts';
import type { Permissions } from '../access/permissions.ts';
import { requireScope } from '../access/scopes.ts';
import type { Repository } from '../db/repository.ts';
import type { MessagesService } from '../messages/messages.service.ts';
import type { Deliveries } from './deliveries.ts';
import { namesPrivateAddress } from './outside-request.ts';
import { secretText } from './signature.ts';
import type { IncomingRow, OutgoingRow, webhooksRepository } from './webhooks.repository.ts';

interface WebhooksOptions {
  repository: Repository<typeof webhooksRepository>;
  permissions: Permissions;
  messages: Pick<MessagesService, 'send'>;
  deliveries: Deliveries;
  /** Null while the bot's token is good for nothing. */
  botOf: (userId: UserId) => Caller | null;
  allowsPrivate: boolean;
}

type NewIncoming = z.output<typeof contract.createIncomingWebhook.body>;
type NewOutgoing = z.output<typeof contract.createOutgoingWebhook.body>;
type Posted = z.output<typeof contract.postToWebhook.body>;

/** Webhooks belong to bots: each sees its own, and administrators see all. */
export class WebhooksService {
  readonly #options: WebhooksOptions;

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  /** @throws AppError FORBIDDEN, CONVERSATION_NOT_FOUND, TOO_MANY_WEBHOOKS */
  async createIncoming(
    caller: Caller,
    { conversation_id: conversationId, name }: NewIncoming,
  ): Promise<{ webhook: IncomingWebhook; path: string }> {
    requireBot(caller);
    const { permissions, repository } = this.#options;
    await permissions.requireMember(caller, conversationId);
    const secret = randomBytes(32).toString('base64url');
    const secretHash = hashOf(secret);
    const botId = caller.userId;
    const row = await repository.addIncoming({ botId, conversationId, name, secretHash });
    return { webhook: presentIncoming(row), path: `/api/v1/hooks/${secret}` };
  }

  /** @throws AppError FORBIDDEN, SCOPE_MISSING, VALIDATION_ERROR, TOO_MANY_WEBHOOKS */
  async createOutgoing(
    caller: Caller,
    { url, events }: NewOutgoing,
  ): Promise<{ webhook: OutgoingWebhook; secret: string }> {
    requireBot(caller);
    // It tells what the bot could hear.
    requireScope(caller, 'events:read');
    const { repository, deliveries, allowsPrivate } = this.#options;
    if (!allowsPrivate && namesPrivateAddress(url)) {
      const message = 'is of this computer or of a private network, which this server does not ask';
      throw new AppError('VALIDATION_ERROR', { fields: [{ path: 'body.url', message }] });
    }
    const secret = randomBytes(32);
    const row = await repository.addOutgoing({ botId: caller.userId, url, secret, events });
    deliveries.add(row);
    return { webhook: presentOutgoing(row), secret: secretText(secret) };
  }

  /** @throws AppError FORBIDDEN */
  async list(caller: Caller): Promise<Webhook[]> {
    requireBot(caller);
    return this.#present(caller.userId);
  }

  /** @throws AppError FORBIDDEN, WEBHOOK_NOT_FOUND */
  async remove(caller: Caller, id: WebhookId): Promise<void> {
    requireBot(caller);
    await this.#options.repository.remove({ id, botId: caller.userId });
    await this.#options.deliveries.remove(id);
  }

  async listAll(caller: Administrator): Promise<Webhook[]> {
    this.#options.permissions.requireAdmin(caller);
    return this.#present(null);
  }

  /** @throws AppError WEBHOOK_NOT_FOUND */
  async removeAny(caller: Administrator, id: WebhookId): Promise<void> {
    this.#options.permissions.requireAdmin(caller);
    await this.#options.repository.remove({ id, botId: null });
    await this.#options.deliveries.remove(id);
  }

  /**
   * Says something as the bot; whoever knows the secret may.
   * @throws AppError WEBHOOK_NOT_FOUND also once the bot was revoked, CONVERSATION_NOT_FOUND, NOT_FRIENDS_SEND
   */
  async receive(
    secret: string,
    { content, client_message_id }: Posted,
    origin: Origin,
  ): Promise<{ isNew: boolean; message: Pick<Message, 'id' | 'seq'> }> {
    const { repository, botOf, messages } = this.#options;
    const webhook = await repository.incomingBySecret(hashOf(secret));
    const bot = webhook === null ? null : botOf(webhook.bot_id);
    if (webhook === null || bot === null) throw new AppError('WEBHOOK_NOT_FOUND');
    const draft = { content, client_message_id, message_type: 'text', attachments: [] } as const;
    return messages.send(bot, webhook.conversation_id, { ...draft, attachments: [] }, origin);
  }

  async #present(botId: UserId | null): Promise<Webhook[]> {
    const { incoming, outgoing } = await this.#options.repository.all(botId);
    return [...incoming.map(presentIncoming), ...outgoing.map(presentOutgoing)];
  }
}

function requireBot({ scopes }: Caller): void {
  if (scopes === null) throw new AppError('FORBIDDEN', { detail: 'Webhooks belong to bots' });
}

function hashOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

function presentIncoming(row: IncomingRow): IncomingWebhook {
  const { created_at } = row;
  return { ...row, kind: 'incoming', created_at: new Date(created_at).toISOString() };
}

function presentOutgoing(row: OutgoingRow): OutgoingWebhook {
  const { id, bot_id, url, events, problem, created_at, failing_since, disabled_at } = row;
  return {
    ...{ id, kind: 'outgoing', bot_id, url, events: [...events], problem },
    created_at: new Date(created_at).toISOString(),
    failing_since: momentOf(failing_since),
    disabled_at: momentOf(disabled_at),
  };
}

function momentOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
