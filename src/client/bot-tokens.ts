import type { OwnAccount, Tokens } from '#protocol/accounts.ts';

const lifetimeSeconds = 100 * 365 * 86_400;

/** A bot's token in the form of a person's: good until it is revoked, and never exchanged. */
export function botTokens(token: string, user: OwnAccount): Tokens {
  const expires_in = lifetimeSeconds;
  return { access_token: token, refresh_token: '', token_type: 'bearer', expires_in, user };
}
