import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as accounts from '#protocol/accounts.ts';
import * as admin from '#protocol/admin.ts';
import * as bots from '#protocol/bots.ts';
import * as backups from '#protocol/backups.ts';
import * as messages from '#protocol/messages.ts';
import * as reactions from '#protocol/reactions.ts';
import * as releases from '#protocol/releases.ts';
import * as retention from '#protocol/retention.ts';
import * as search from '#protocol/search.ts';
import * as server from '#protocol/server.ts';
import * as watching from '#protocol/watching.ts';
import type { Scope } from '#protocol/scopes.ts';
import * as webhooks from '#protocol/webhooks.ts';
import { ageMessages } from '../../support/aged-messages.ts';
import { password } from '../../support/rest.ts';
import type { TestServer } from '../../support/test-server.ts';
import type { Circle } from './accounts-calls.ts';
import type { Exchange } from './exchange.ts';
import { plausibleParams } from './refusals.ts';

const nobody = '01980000-0000-7000-8000-000000000000';

/** What concerns the server itself; Dave is disabled at the end. */
export async function meetAdministration(
  exchange: Exchange,
  { admin: host, dave }: Circle,
): Promise<void> {
  for (const endpoint of [server.getServer, server.getHealth]) {
    await exchange.call(null, endpoint, '200');
  }
  for (const endpoint of [
    admin.listManagedUsers,
    admin.getStatistics,
    backups.getBackups,
    backups.startBackup,
    watching.getCondition,
    watching.getMetrics,
  ]) {
    await exchange.call(host, endpoint, '200');
  }
  await exchange.call(host, backups.updateBackups, '200', { body: { keep: 3 } });
  const disable = (outcome: string, user_id: string) =>
    exchange.call(host, admin.updateManagedUser, outcome, {
      params: { user_id },
      body: { disabled: true },
    });
  await disable('200', dave.id);
  await disable('404 USER_NOT_FOUND', nobody);
  await disable('403 FORBIDDEN', host.id);
  const body = { username: dave.username, password };
  await exchange.call(null, accounts.login, '403 ACCOUNT_DISABLED', { body });
}

/** The last: what was said is then too old. */
export async function meetRetention(
  exchange: Exchange,
  { admin: host }: Circle,
  { dataFolder, key }: Pick<TestServer, 'dataFolder' | 'key'>,
): Promise<void> {
  await exchange.call(host, retention.getRetention, '200');
  const unknown = { conversation_id: nobody, keep_days: 30 };
  for (const endpoint of [retention.previewRetention, retention.updateRetention]) {
    await exchange.call(host, endpoint, '404 CONVERSATION_NOT_FOUND', { body: unknown });
    await exchange.call(host, endpoint, '200', { body: { keep_days: 30 } });
  }
  ageMessages(dataFolder, key, 31);
  const body = { keep_days: 29 };
  await exchange.call(host, retention.updateRetention, '409 RETENTION_UNCONFIRMED', { body });
}

/** Bots with one scope each, and one that is revoked. */
export async function meetBots(exchange: Exchange, { admin: host }: Pick<Circle, 'admin'>) {
  const make = async (outcome: string, name: string, scope: Scope) => {
    const body = { name, scopes: [scope] };
    return { ...(await exchange.call(host, bots.createBot, outcome, { body })), scope };
  };
  const made = [
    await make('201', 'listener', 'events:read'),
    await make('201', 'reader', 'people:read'),
  ];
  await make('409 USERNAME_TAKEN', 'reader', 'people:read');
  const gone = await make('201', 'gone', 'people:read');
  const revoke = (outcome: string, user_id: string) =>
    exchange.call(host, bots.revokeBot, outcome, { params: { user_id } });
  await revoke('200', gone.bot.user.id);
  await revoke('404 BOT_NOT_FOUND', host.id);
  await exchange.call(host, bots.listBots, '200');
  return made;
}

/** Hands a release on, as whoever runs the server lays it there. */
export async function meetRelease(
  exchange: Exchange,
  { alice }: Circle,
  dataFolder: string,
): Promise<void> {
  await exchange.call(alice, releases.getRelease, '200');
  const folder = join(dataFolder, 'releases');
  const name = 'future-talk.deb';
  const packed = Buffer.from('What is installed');
  const sha512 = createHash('sha512').update(packed).digest('hex');
  const file = { name, platform: 'linux', arch: 'x64', kind: 'deb', bytes: packed.length, sha512 };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), packed);
  writeFileSync(join(folder, 'release.json.sig'), 'for the app to check');
  const manifest = { product: 'future-talk', version: '1.0.0', files: [file] };
  writeFileSync(join(folder, 'release.json'), JSON.stringify(manifest));
  await exchange.call(alice, releases.getRelease, '200');
  const fetchPiece = (outcome: string, first: number, of = name) =>
    exchange.callRaw(alice, releases.downloadReleaseFile, outcome, {
      params: { name: of },
      query: `?first=${String(first)}`,
    });
  await fetchPiece('200', 0);
  await fetchPiece('404 NOT_FOUND', 0, 'other.deb');
  await fetchPiece('416 RANGE_NOT_SATISFIABLE', 100);
}

/** So many of each at once, on the server that is asked next. */
export const tightAllowance = { requests: 2, seconds: 3_600 };

/** On a server that takes no new accounts and is slow to forget. */
export async function meetLimits(exchange: Exchange): Promise<void> {
  const limited = '429 RATE_LIMITED';
  const register = (outcome: string, username: string) =>
    exchange.call(null, accounts.register, outcome, { body: { username, password } });
  const { access_token: token } = await register('201', 'founder');
  await register('403 REGISTRATION_CLOSED', 'late');
  await register(limited, 'later');
  const body = { username: 'founder', password };
  for (const outcome of ['200', '200', limited]) {
    await exchange.call(null, accounts.login, outcome, { body });
  }
  const change = { body: { current_password: 'a wrong guess', new_password: password } };
  for (const outcome of ['403 PASSWORD_WRONG', '403 PASSWORD_WRONG', limited]) {
    await exchange.call({ token }, accounts.changePassword, outcome, change);
  }
  for (const outcome of ['200', '200', limited]) {
    await exchange.call({ token }, search.searchMessages, outcome, { query: '?q=word' });
  }
  const said = { params: { secret: 'x'.repeat(43) }, body: { content: 'Hello' } };
  for (const outcome of ['404 WEBHOOK_NOT_FOUND', '404 WEBHOOK_NOT_FOUND', limited]) {
    await exchange.call(null, webhooks.postToWebhook, outcome, said);
  }
  const sends = [
    [messages.sendMessage, { body: { content: 'Hello' } }],
    [messages.editMessage, { body: { content: 'Hello' } }],
    [messages.deleteMessage, {}],
    [reactions.addReaction, {}],
    [reactions.removeReaction, {}],
  ] as const;
  const unlimited = ['404 CONVERSATION_NOT_FOUND', '404 MESSAGE_NOT_FOUND'];
  for (const [index, [endpoint, parts]] of sends.entries()) {
    const params = plausibleParams(endpoint);
    // They count together.
    const outcomes = index < 2 ? [unlimited[index] ?? ''] : [limited];
    for (const outcome of outcomes) {
      await exchange.callRaw({ token }, endpoint, outcome, { params, ...parts });
    }
  }
  for (const [endpoint, parts] of sends.slice(0, 2)) {
    const params = plausibleParams(endpoint);
    await exchange.callRaw({ token }, endpoint, limited, { params, ...parts });
  }
}
