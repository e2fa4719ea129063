import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Bot, MadeBot, newBot } from '#protocol/bots.ts';
import { AppError } from '#protocol/errors.ts';
import type { SessionId, UserId } from '#protocol/identifiers.ts';
import { botUsername } from '#protocol/names/bot-names.ts';
import type { Administrator } from '../access/operator.ts';
import type { Permissions } from '../access/permissions.ts';
import type { SessionEndReason } from '../accounts/accounts.service.ts';
import { presentUser } from '../accounts/present-user.ts';
import { botTokenHash, botTokenPrefix } from '../accounts/session-directory.ts';
import type { SessionDirectory } from '../accounts/session-directory.ts';
import type { Repository } from '../db/repository.ts';
import type { BotRow, botsRepository } from './bots.repository.ts';

interface BotsOptions {
  repository: Repository<typeof botsRepository>;
  permissions: Permissions;
  sessions: SessionDirectory;
  isOnline: (userId: UserId) => boolean;
  onSessionsEnded: (sessionIds: readonly SessionId[], reason: SessionEndReason) => void;
}

/** Accounts of programs: who makes them, and what their tokens are good for. */
export class BotsService {
  readonly #options: BotsOptions;

  constructor(options: BotsOptions) {
    this.#options = options;
  }

  /** Takes in the bots that were made before the server was started. */
  async load(): Promise<void> {
    for (const row of await this.#options.repository.living()) this.#begin(row);
  }

  /** @throws AppError USERNAME_TAKEN */
  async create(
    caller: Administrator,
    { name, display_name, scopes }: z.output<typeof newBot>,
  ): Promise<MadeBot> {
    this.#options.permissions.requireAdmin(caller);
    const token = `${botTokenPrefix}${randomBytes(32).toString('base64url')}`;
    const row = await this.#options.repository.add({
      username: botUsername(name),
      displayName: display_name?.trim() ?? name,
      tokenHash: botTokenHash(token),
      scopes,
    });
    this.#begin(row);
    return { bot: this.#present(row), token };
  }

  async list(caller: Administrator): Promise<Bot[]> {
    this.#options.permissions.requireAdmin(caller);
    return (await this.#options.repository.all()).map((row) => this.#present(row));
  }

  /** @throws AppError BOT_NOT_FOUND */
  async revoke(caller: Administrator, userId: UserId): Promise<Bot> {
    const { permissions, repository, sessions, onSessionsEnded } = this.#options;
    permissions.requireAdmin(caller);
    const row = await repository.revoke(userId);
    sessions.end([row.session_id]);
    onSessionsEnded([row.session_id], 'account_disabled');
    return this.#present(row);
  }

  /** @throws AppError BOT_NOT_FOUND */
  async revokeNamed(caller: Administrator, name: string): Promise<Bot> {
    const { permissions, repository } = this.#options;
    permissions.requireAdmin(caller);
    const userId = await repository.idOf(botUsername(name));
    if (userId === null) throw new AppError('BOT_NOT_FOUND');
    return this.revoke(caller, userId);
  }

  #begin({ id, username, session_id, token_hash, scopes }: BotRow): void {
    this.#options.sessions.beginBot(token_hash, {
      userId: id,
      username,
      sessionId: session_id,
      isAdmin: false,
      scopes: new Set(scopes),
    });
  }

  #present(row: BotRow): Bot {
    return {
      user: presentUser(row),
      scopes: [...row.scopes],
      online: this.#options.isOnline(row.id),
      last_seen_at: new Date(row.last_seen_at).toISOString(),
      revoked_at: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
    };
  }
}
