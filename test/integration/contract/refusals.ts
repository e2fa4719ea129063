import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import type { Scope } from '#protocol/scopes.ts';
import { limits } from '#protocol/limits.ts';
import type { Asker, Exchange, Parts } from './exchange.ts';

interface Askers {
  admin: Asker;
  /** No administrator. */
  person: Asker;
  /** Each with one scope, of which no two are the same. */
  bots: readonly (Asker & { scope: Scope })[];
}

/** Too long for any part of a path, and of no form that one has. */
const absurd = 'x'.repeat(300);

/** What every endpoint of its kind refuses, asked of one of them. */
export async function meetRefusals(
  exchange: Exchange,
  endpoint: EndpointDeclaration,
  { admin, person, bots }: Askers,
): Promise<void> {
  const { access, scope } = endpoint;
  const parts = { params: plausibleParams(endpoint) };
  const meet = (asker: Asker | null, outcome: string, more: Parts) =>
    exchange.callRaw(asker, endpoint, outcome, { ...parts, ...more });
  await meet(null, '421 HOST_NOT_ALLOWED', { headers: { host: 'elsewhere.example' } });
  await meet(null, '400 MALFORMED_REQUEST', { headers: { 'transfer-encoding': 'gzip' } });
  if (access !== 'open') {
    // Somebody who stands before the server passed it on: it is not from the host's computer.
    const headers: Record<string, string> =
      access === 'host' ? { 'x-forwarded-for': '192.0.2.1' } : {};
    await meet(null, '401 UNAUTHORIZED', { headers });
    await meet({ token: 'made up' }, '401 TOKEN_INVALID', {});
  }
  const asker = access === 'open' ? null : admin;
  if (access !== 'open' && scope !== 'self') {
    const bot = bots.find((each) => each.scope !== scope) ?? null;
    await meet(bot, '403 SCOPE_MISSING', {});
  }
  if (access === 'admin' || access === 'host') await meet(person, '403 FORBIDDEN', {});
  await meetInvalid(exchange, endpoint, asker);
}

async function meetInvalid(
  exchange: Exchange,
  endpoint: EndpointDeclaration,
  asker: Asker | null,
): Promise<void> {
  const params = plausibleParams(endpoint);
  const meet = (outcome: string, more: Parts) =>
    exchange.callRaw(asker, endpoint, outcome, { params, ...more });
  if (endpoint.body !== undefined) {
    const json = { 'content-type': 'application/json' };
    await meet('400 MALFORMED_JSON', { raw: '{', headers: json });
    await meet('415 UNSUPPORTED_MEDIA_TYPE', {
      raw: '{}',
      headers: { 'content-type': 'text/csv' },
    });
    const large = `"${'x'.repeat(limits.requestMaxBytes)}"`;
    await meet('413 PAYLOAD_TOO_LARGE', { raw: large, headers: json });
    await meet('422 VALIDATION_ERROR', { body: null });
  } else if (endpoint.params !== undefined) {
    const each = Object.keys(params).map((name) => [name, absurd]);
    await meet('422 VALIDATION_ERROR', {
      params: Object.fromEntries(each) as Record<string, string>,
    });
  } else if (endpoint.query !== undefined) {
    await meet('422 VALIDATION_ERROR', { query: '?limit=0' });
  } else if (endpoint.takesBytes !== undefined) {
    await meet('422 VALIDATION_ERROR', { headers: { 'content-type': 'x'.repeat(2_000) } });
  }
}

/** Of the right form, and of nothing that is there. */
export function plausibleParams({ path }: EndpointDeclaration): Record<string, string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, plausible(name)]));
}

function plausible(name: string): string {
  if (name === 'emoji') return '👍';
  if (name === 'secret') return 'x'.repeat(43);
  return name.endsWith('_id') ? '01980000-0000-7000-8000-000000000000' : 'nothing';
}
