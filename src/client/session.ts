import { refresh } from '#protocol/accounts.ts';
import type { OwnAccount, Tokens } from '#protocol/accounts.ts';
import { AppError } from '#protocol/errors.ts';
import { ClientError } from './client-error.ts';
import type { ClientMemory, StoredTokens } from './client-memory.ts';
import type { Requests } from './requests.ts';

/** Tokens are exchanged this long before they expire, or a quarter of their life if that is less. */
const refreshMarginMaxMs = 30_000;

export interface SessionOptions {
  requests: Requests;
  memory: ClientMemory;
  now: () => number;
  /** The server has ended the session; the tokens are forgotten already. */
  onLost: (reason: AppError) => void;
  reportProblem: (problem: unknown) => void;
}

/** Who is signed in, and with which tokens. Only one refresh is ever under way. */
export class Session {
  readonly #options: SessionOptions;
  #tokens: StoredTokens | null = null;
  #refreshMarginMs = refreshMarginMaxMs;
  #refreshing: Promise<string> | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get account(): OwnAccount | null {
    return this.#tokens?.account ?? null;
  }

  async restore(): Promise<OwnAccount | null> {
    this.#tokens = await this.#options.memory.loadTokens();
    return this.account;
  }

  /** Takes the tokens of a fresh sign-in, or of a refresh. */
  async begin(tokens: Tokens): Promise<OwnAccount> {
    const lifetimeMs = tokens.expires_in * 1_000;
    this.#refreshMarginMs = Math.min(refreshMarginMaxMs, lifetimeMs / 4);
    await this.#keep({
      access_token: tokens.access_token,
      refresh_token: tokens.refresh_token,
      access_expires_at: this.#options.now() + lifetimeMs,
      account: tokens.user,
    });
    return tokens.user;
  }

  async updateAccount(account: OwnAccount): Promise<void> {
    if (this.#tokens?.account.id === account.id) await this.#keep({ ...this.#tokens, account });
  }

  async forget(): Promise<void> {
    await this.#keep(null);
  }

  /** A token that is good for a while. Throws NO_SESSION, or what kept the refresh from working. */
  async accessToken(): Promise<string> {
    const tokens = this.#required();
    const remainingMs = tokens.access_expires_at - this.#options.now();
    return remainingMs > this.#refreshMarginMs ? tokens.access_token : this.#refresh();
  }

  /** The token to use after the server has refused `refused`. */
  async accessTokenAfter(refused: string): Promise<string> {
    const tokens = this.#required();
    return tokens.access_token === refused ? this.#refresh() : tokens.access_token;
  }

  #required(): StoredTokens {
    if (this.#tokens === null) throw new ClientError('NO_SESSION', 'Nobody is signed in');
    return this.#tokens;
  }

  #refresh(): Promise<string> {
    this.#refreshing ??= this.#exchange(this.#required().refresh_token).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #exchange(refreshToken: string): Promise<string> {
    // Somebody may sign out, or in as another, while the answer is on its way.
    const isStillOurs = (): boolean => this.#tokens?.refresh_token === refreshToken;
    try {
      // A bot's token is never exchanged; where it is refused it was revoked.
      if (refreshToken === '') throw new AppError('REFRESH_TOKEN_INVALID');
      const body = { refresh_token: refreshToken };
      const tokens = await this.#options.requests.send(refresh, { body }, null);
      if (!isStillOurs()) return await this.accessToken();
      await this.begin(tokens);
      return tokens.access_token;
    } catch (error) {
      if (endsSession(error) && isStillOurs()) {
        this.#tokens = null;
        this.#options.onLost(error);
        await this.forget();
      }
      throw error;
    }
  }

  /** A memory that fails must not end a session that works; its owner hears of it. */
  async #keep(tokens: StoredTokens | null): Promise<void> {
    this.#tokens = tokens;
    await this.#options.memory.saveTokens(tokens).catch(this.#options.reportProblem);
  }
}

/** Only the server's word ends a session: a lost connection never does. */
function endsSession(error: unknown): error is AppError {
  return (
    error instanceof AppError &&
    (error.code === 'REFRESH_TOKEN_INVALID' || error.code === 'ACCOUNT_DISABLED')
  );
}
