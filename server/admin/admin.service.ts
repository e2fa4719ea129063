import { networkInterfaces } from 'node:os';
import type { z } from 'zod';
import type { ManagedUser } from '#protocol/admin.ts';
import type { getStatistics } from '#protocol/admin.ts';
import { AppError } from '#protocol/errors.ts';
import type { UserId } from '#protocol/identifiers.ts';
import { buildInviteLink } from '#protocol/invite-link.ts';
import { limits } from '#protocol/limits.ts';
import type { InviteStatus, Registration, ServerInformation } from '#protocol/server.ts';
import type { Caller } from '../access/caller.ts';
import type { Administrator } from '../access/operator.ts';
import type { Permissions } from '../access/permissions.ts';
import type { AccountsService, NewUser } from '../accounts/accounts.service.ts';
import { presentUser } from '../accounts/present-user.ts';
import type { AttachmentsService } from '../attachments/attachments.service.ts';
import type { Repository } from '../db/repository.ts';
import type { SendLatency } from '../messages/send-latency.ts';
import { publicHosts } from '../public-host.ts';
import type { Hub } from '../ws/hub.ts';
import type { adminRepository, InviteRow, ManagedUserRow } from './admin.repository.ts';
import type { Identity } from './identity.ts';
import { newReadableCode } from './readable-code.ts';

export interface AdminOptions {
  repository: Repository<typeof adminRepository>;
  accounts: AccountsService;
  attachments: Pick<AttachmentsService, 'storedBytes'>;
  permissions: Permissions;
  hub: Hub;
  latency: SendLatency;
  identity: Identity;
  /** Which of those with this key is the server. */
  epoch: number;
  name: string;
  version: string;
  registration: Registration;
  attachmentMaxBytes: number;
  /** What the server listens on. */
  address: { readonly host: string; readonly port: number };
}

type Statistics = z.infer<(typeof getStatistics.answers)[200]>;

/** Sixty bits. */
const inviteCodeCharacters = 12;

/** How a server fares that runs. */
export interface ServerCondition {
  version: string;
  port: number;
  uptime_seconds: number;
  online: number;
  /** Whether its database takes a write. */
  healthy: boolean;
}

/** What the server tells of itself, and what its administrators may do. */
export class AdminService {
  readonly #options: AdminOptions;
  readonly #startedAt = performance.now();

  constructor(options: AdminOptions) {
    this.#options = options;
  }

  information(): ServerInformation {
    const { name, version, registration, identity, epoch } = this.#options;
    return {
      name,
      version,
      registration,
      public_key: identity.publicKey,
      fingerprint: identity.fingerprint,
      epoch,
      limits: { ...limits, attachmentMaxBytes: this.#options.attachmentMaxBytes },
    };
  }

  /** @throws AppError NOT_READY unless the database takes a write. */
  async requireHealthy(): Promise<void> {
    try {
      await this.#options.repository.probe();
    } catch (cause) {
      throw new AppError('NOT_READY', { cause, retryAfterSeconds: 5 });
    }
  }

  async condition(caller: Administrator): Promise<ServerCondition> {
    this.#options.permissions.requireAdmin(caller);
    const { version, address, hub } = this.#options;
    const [health] = await Promise.allSettled([this.requireHealthy()]);
    return {
      version,
      port: address.port,
      uptime_seconds: this.#uptimeSeconds(),
      online: hub.onlineCount,
      healthy: health.status === 'fulfilled',
    };
  }

  async createInvite(
    caller: Administrator,
    bounds: { max_uses?: number | undefined; expires_in?: number | undefined },
  ): Promise<{ code: string; link: string; expires_at: string | null }> {
    this.#options.permissions.requireAdmin(caller);
    const row = await this.#options.repository.addInvite({
      code: newReadableCode(inviteCodeCharacters),
      createdBy: caller.userId,
      maxUses: bounds.max_uses ?? null,
      lifetimeSeconds: bounds.expires_in ?? null,
    });
    const { code, link, expires_at } = this.#presentInvite(row, this.#hosts());
    return { code, link, expires_at };
  }

  async listInvites(caller: Caller): Promise<InviteStatus[]> {
    this.#options.permissions.requireAdmin(caller);
    const rows = await this.#options.repository.invites();
    const hosts = this.#hosts();
    return rows.map((row) => this.#presentInvite(row, hosts));
  }

  async revokeInvite(caller: Caller, code: string): Promise<void> {
    this.#options.permissions.requireAdmin(caller);
    await this.#options.repository.revokeInvite(code.toUpperCase());
  }

  async listUsers(caller: Administrator): Promise<ManagedUser[]> {
    this.#options.permissions.requireAdmin(caller);
    const rows = await this.#options.repository.users();
    return rows.map((row) => this.#presentUser(row));
  }

  async setDisabled(
    caller: Administrator,
    userId: UserId,
    disabled: boolean,
  ): Promise<ManagedUser> {
    this.#options.permissions.requireAdmin(caller);
    if (userId === caller.userId) {
      throw new AppError('FORBIDDEN', { detail: 'You cannot disable your own account' });
    }
    return this.#presentUser(await this.#options.accounts.setDisabled(userId, disabled));
  }

  /** Also where registration is closed; the first account administers the server. */
  async addUser(caller: Administrator, account: NewUser): Promise<ManagedUser> {
    this.#options.permissions.requireAdmin(caller);
    return this.#presentUser(await this.#options.accounts.add(account));
  }

  /** Ends every session of that person. */
  async resetPassword(caller: Administrator, username: string, password: string): Promise<void> {
    this.#options.permissions.requireAdmin(caller);
    const { accounts } = this.#options;
    await accounts.resetPassword(await accounts.idOf(username), password);
  }

  async statistics(caller: Caller): Promise<Statistics> {
    this.#options.permissions.requireAdmin(caller);
    const counts = await this.#options.repository.counts();
    return {
      users: counts.users,
      online: this.#options.hub.onlineCount,
      messages: counts.messages,
      database_bytes: counts.databaseBytes,
      attachment_bytes: await this.#options.attachments.storedBytes(),
      uptime_seconds: this.#uptimeSeconds(),
      send_latency_ms: this.#options.latency.percentiles(),
    };
  }

  #uptimeSeconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** Looked up anew each time, since this computer's networks may have changed; costs a fraction of a millisecond. */
  #hosts(): string[] {
    return publicHosts(this.#options.address.host, networkInterfaces());
  }

  #presentInvite(row: InviteRow, hosts: string[]): InviteStatus {
    const { address, identity } = this.#options;
    const link = buildInviteLink({
      hosts,
      port: address.port,
      code: row.code,
      key: identity.publicKey,
    });
    return {
      code: row.code,
      link,
      expires_at: row.expires_at === null ? null : new Date(row.expires_at).toISOString(),
      created_at: new Date(row.created_at).toISOString(),
      uses: row.uses,
      max_uses: row.max_uses,
    };
  }

  #presentUser(row: ManagedUserRow): ManagedUser {
    return {
      ...presentUser(row),
      is_admin: row.is_admin === 1,
      disabled: row.disabled_at !== null,
      online: this.#options.hub.isOnline(row.id),
      last_seen_at: row.last_seen_at === null ? null : new Date(row.last_seen_at).toISOString(),
    };
  }
}
