import type { OwnAccount, Session, Tokens } from '#protocol/accounts.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, SessionId, UserId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import type { Registration } from '#protocol/server.ts';
import type { Caller, Origin } from '../access/caller.ts';
import type { Repository } from '../db/repository.ts';
import type { AccountRow, accountsRepository, SessionRow } from './accounts.repository.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { SessionDirectory } from './session-directory.ts';
import type { TokenIssuer } from './token-issuer.ts';
import { presentOwnAccount } from './present-user.ts';

export type SessionEndReason =
  'signed_out' | 'ended_elsewhere' | 'password_changed' | 'account_disabled' | 'token_reused';

export interface AccountsOptions {
  repository: Repository<typeof accountsRepository>;
  hasher: PasswordHasher;
  tokens: TokenIssuer;
  sessions: SessionDirectory;
  registration: Registration;
  /** How long a used refresh token still answers its successor. */
  refreshGraceMs: number;
  /** Closes the sockets of sessions that have ended. */
  onSessionsEnded(sessionIds: readonly SessionId[], reason: SessionEndReason): void;
}

interface Registrant {
  username: string;
  password: string;
  display_name?: string | undefined;
  invite_code?: string | undefined;
  device_name?: string | undefined;
}

/** An account that is made for somebody. */
export interface NewUser {
  username: string;
  password: string;
  displayName: string | null;
  isAdmin: boolean;
}

interface Credentials {
  username: string;
  password: string;
  device_name?: string | undefined;
}

const unnamedDevice = 'Unnamed device';

/** Accounts, sign-in and sessions. */
export class AccountsService {
  readonly #options: AccountsOptions;

  constructor(options: AccountsOptions) {
    this.#options = options;
  }

  async register(registrant: Registrant, origin: Origin): Promise<Tokens> {
    const { repository, hasher, registration } = this.#options;
    if (registration === 'closed' && !(origin.isLoopback && (await repository.isEmpty()))) {
      throw new AppError('REGISTRATION_CLOSED');
    }
    const account = await repository.register({
      username: registrant.username,
      displayName: registrant.display_name?.trim() ?? registrant.username,
      passwordHash: await hasher.hash(registrant.password),
      registration,
      inviteCode: registrant.invite_code?.trim().toUpperCase() ?? null,
      isLoopback: origin.isLoopback,
    });
    return this.#startSession(account, origin, registrant.device_name);
  }

  async login({ username, password, device_name }: Credentials, origin: Origin): Promise<Tokens> {
    const { repository, hasher } = this.#options;
    const credentials = await repository.credentials(username);
    const matches = await hasher.verify(password, credentials?.password_hash);
    if (!matches || credentials === null) throw new AppError('CREDENTIALS_INVALID');
    const account = await repository.byId(credentials.id);
    return this.#startSession(account, origin, device_name);
  }

  async refresh(refreshToken: string, origin: Origin): Promise<Tokens> {
    const { repository, tokens, refreshGraceMs: graceMs } = this.#options;
    const successor = tokens.successorOf(refreshToken);
    const outcome = await repository.rotate({
      tokenHash: tokens.hashOf(refreshToken),
      successorHash: tokens.hashOf(successor),
      signedFor: tokens.sessionOf(refreshToken),
      deviceKey: origin.sealed?.deviceKey ?? null,
      graceMs,
      lifetimeMs: limits.refreshTokenLifetimeSeconds * 1000,
    });
    if (outcome.kind === 'reused') this.#ended([outcome.session.id], 'token_reused');
    if (outcome.kind !== 'rotated') throw new AppError('REFRESH_TOKEN_INVALID');
    return this.#tokens(outcome.account, outcome.session, successor);
  }

  async logout(caller: Caller): Promise<void> {
    await this.#options.repository.endSession(caller);
    this.#ended([caller.sessionId], 'signed_out');
  }

  async ownAccount(caller: Caller): Promise<OwnAccount> {
    return presentOwnAccount(await this.#options.repository.byId(caller.userId));
  }

  async update(
    caller: Caller,
    changes: { display_name?: string | undefined; avatar_id?: AttachmentId | null | undefined },
  ): Promise<OwnAccount> {
    const account = await this.#options.repository.change({
      userId: caller.userId,
      displayName: changes.display_name?.trim(),
      avatarId: changes.avatar_id,
    });
    return presentOwnAccount(account);
  }

  async changePassword(caller: Caller, current: string, replacement: string): Promise<void> {
    const { repository, hasher } = this.#options;
    const credentials = await repository.credentials(caller.username);
    if (!(await hasher.verify(current, credentials?.password_hash))) {
      throw new AppError('PASSWORD_WRONG');
    }
    const ended = await repository.setPassword({
      userId: caller.userId,
      passwordHash: await hasher.hash(replacement),
      keep: caller.sessionId,
    });
    this.#ended(ended, 'password_changed');
  }

  async listSessions(caller: Caller): Promise<Session[]> {
    const rows = await this.#options.repository.sessionsOf(caller.userId);
    return rows.map((row) => ({
      id: row.id,
      device_name: row.device_name,
      created_at: new Date(row.created_at).toISOString(),
      last_seen_at: new Date(row.last_seen_at).toISOString(),
      current: row.id === caller.sessionId,
    }));
  }

  async endSession(caller: Caller, sessionId: SessionId): Promise<void> {
    const ended = await this.#options.repository.endSession({ userId: caller.userId, sessionId });
    if (!ended) throw new AppError('SESSION_NOT_FOUND');
    this.#ended([sessionId], 'ended_elsewhere');
  }

  /** Their tabs were closed without a word: nobody has what such a session could go on with. */
  async endSilentGuests(silenceMs: number): Promise<void> {
    const ended = await this.#options.repository.endSilentGuests(silenceMs);
    this.#ended(ended, 'ended_elsewhere');
  }

  /** For administrators, whose right to do so admin/ has checked; so are the next ones. */
  async add({ username, password, displayName, isAdmin }: NewUser): Promise<AccountRow> {
    const { repository, hasher } = this.#options;
    return repository.add({
      username,
      displayName: displayName ?? username,
      passwordHash: await hasher.hash(password),
      isAdmin,
    });
  }

  /** @throws AppError USER_NOT_FOUND */
  async idOf(username: string): Promise<UserId> {
    const credentials = await this.#options.repository.credentials(username);
    if (credentials === null) throw new AppError('USER_NOT_FOUND');
    return credentials.id;
  }

  async resetPassword(userId: UserId, password: string): Promise<void> {
    const { repository, hasher } = this.#options;
    const passwordHash = await hasher.hash(password);
    const ended = await repository.setPassword({ userId, passwordHash, keep: null });
    this.#ended(ended, 'password_changed');
  }

  /** Disabling ends every session. */
  async setDisabled(userId: UserId, disabled: boolean): Promise<AccountRow> {
    const { account, ended } = await this.#options.repository.setDisabled({ userId, disabled });
    this.#ended(ended, 'account_disabled');
    return account;
  }

  #ended(sessionIds: readonly SessionId[], reason: SessionEndReason): void {
    this.#options.sessions.end(sessionIds);
    this.#options.onSessionsEnded(sessionIds, reason);
  }

  async #startSession(
    account: AccountRow,
    origin: Origin,
    deviceName = unnamedDevice,
  ): Promise<Tokens> {
    const { repository, tokens, sessions } = this.#options;
    const refreshToken = tokens.newRefreshToken();
    const session = await repository.startSession({
      userId: account.id,
      deviceName,
      deviceKey: origin.sealed?.deviceKey ?? null,
      isGuest: origin.sealed?.isPage ?? false,
      refreshTokenHash: tokens.hashOf(refreshToken),
    });
    sessions.begin(account, session);
    return this.#tokens(account, session, refreshToken);
  }

  #tokens(account: AccountRow, session: SessionRow, refreshToken: string): Tokens {
    const { tokens } = this.#options;
    return {
      access_token: tokens.issueAccessToken(account.id, session.id, session.device_key),
      refresh_token: tokens.signedFor(session.id, refreshToken),
      token_type: 'bearer',
      expires_in: tokens.lifetimeSeconds,
      user: presentOwnAccount(account),
    };
  }
}
