import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import type { TestPerson } from '../../support/rest.ts';
import { leastScope } from './cast.ts';
import type { Kind, Place } from './cast.ts';

/** A status, and for a refusal its code: `200`, `404 MESSAGE_NOT_FOUND`. */
export type Outcome = string;

type SignedIn = Exclude<Kind, BotKind | 'signed out' | 'expired' | 'nobody'>;

type BotKind = 'bot' | 'bot without scopes';

/** What the contract cannot say: whose place it is. Those without a living session follow from it. */
export type Outcomes = Record<SignedIn, Outcome>;

export interface RequestParts {
  params?: Record<string, string>;
  query?: string;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is. */
  raw?: Uint8Array;
}

export interface Row {
  endpoint: EndpointDeclaration;
  /** Where an endpoint has more than one row. */
  variant?: string;
  request: (place: Place) => RequestParts | Promise<RequestParts>;
  outcomes: Outcomes;
  /** Only where it is not the caller's own session that asks. */
  caller?: (place: Place) => Promise<TestPerson>;
  /** What a bot with every scope is answered, where it is not what a stranger is. */
  bot?: Outcome;
  /** For open endpoints: what everybody is answered. */
  open?: Outcome;
  /** What those without a token are answered, where it is not that they must sign in. */
  nobody?: Outcome;
  /** The owner's message carries a file. */
  withFile?: boolean;
}

export function everyone(outcome: Outcome): Outcomes {
  return {
    stranger: outcome,
    'former friend': outcome,
    blocked: outcome,
    'former member': outcome,
    'group admin': outcome,
    'server admin': outcome,
  };
}

/** Only administrators of the server; an admin of a group is none. */
export function serverAdmin(outcome: Outcome): Outcomes {
  return { ...everyone('403 FORBIDDEN'), 'server admin': outcome };
}

/** Inside are the admin of the group, and, in their direct conversation, former friends and blocked. */
export function inside(
  missing: Outcome,
  { direct, groupAdmin }: { direct: Outcome; groupAdmin: Outcome },
): Outcomes {
  return {
    ...everyone(missing),
    'former friend': direct,
    blocked: direct,
    'group admin': groupAdmin,
  };
}

export function nameOf({ endpoint, variant }: Row): string {
  const name = `${endpoint.method} ${endpoint.path}`;
  return variant === undefined ? name : `${name} (${variant})`;
}

/** An answer to HEAD has a status and no code. */
export function expectedOf(row: Row, kind: Kind): Outcome {
  const expected = wholeOutcome(row, kind);
  return row.endpoint.method === 'HEAD' ? expected.slice(0, 3) : expected;
}

function wholeOutcome(row: Row, kind: Kind): Outcome {
  if (row.open !== undefined) return row.open;
  if (kind === 'nobody') return row.nobody ?? '401 UNAUTHORIZED';
  if (kind === 'signed out' || kind === 'expired') return '401 TOKEN_INVALID';
  if (kind === 'bot' || kind === 'bot without scopes') return outcomeOfBot(row, kind);
  return row.outcomes[kind];
}

/** What the contract gives no scope for no bot may do; else it is a stranger like another. */
function outcomeOfBot({ endpoint, outcomes, bot }: Row, kind: BotKind): Outcome {
  const { scope } = endpoint;
  const isHeld =
    scope === 'self' || scope === leastScope || (kind === 'bot' && scope !== undefined);
  return isHeld ? (bot ?? outcomes.stranger) : '403 SCOPE_MISSING';
}

export interface Asked {
  outcome: Outcome;
  /** The whole answer. */
  text: string;
}

/** Makes the request for real. */
export async function ask(row: Row, place: Place): Promise<Asked> {
  const { params = {}, query = '', body, headers = {}, raw } = await row.request(place);
  const path = row.endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const caller = (await row.caller?.(place)) ?? place.caller;
  const response = await fetch(`${place.cast.server.url}${path}${query}`, {
    method: row.endpoint.method,
    headers: {
      ...(place.kind === 'nobody' ? {} : { authorization: `Bearer ${caller.token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(raw === undefined ? {} : { body: raw as unknown as string }),
  });
  const text = await response.text();
  const code = response.ok ? undefined : /"error_code":"(\w+)"/.exec(text)?.[1];
  const outcome = [String(response.status), ...(code === undefined ? [] : [code])].join(' ');
  return { outcome, text };
}
