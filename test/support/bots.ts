import type { Bot, MadeBot } from '#protocol/bots.ts';
import { scope } from '#protocol/scopes.ts';
import type { Scope } from '#protocol/scopes.ts';
import { personAt } from './rest.ts';
import type { TestPerson } from './rest.ts';

export const everyScope: readonly Scope[] = scope.options;

/** A bot as the tests act for it; it is asked for by somebody who administers the server. */
export async function newBot(
  url: string,
  admin: TestPerson,
  name: string,
  scopes: readonly Scope[],
): Promise<TestPerson & { bot: Bot }> {
  const { status, body } = await admin.post<MadeBot>('/admin/bots', { name, scopes });
  if (status !== 201) throw new Error(`no bot: ${JSON.stringify(body)}`);
  return { ...botAt(url, body), bot: body.bot };
}

export function botAt(url: string, { bot, token }: MadeBot): TestPerson {
  const { id, username } = bot.user;
  return personAt(url, { id, username, token, refreshToken: '' });
}
