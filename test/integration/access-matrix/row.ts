import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import { rest } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import type { Kind, Place } from './cast.ts';

/** A status, and for a refusal its code: `200`, `404 MESSAGE_NOT_FOUND`. */
export type Outcome = string;

type SignedIn = Exclude<Kind, 'signed out' | 'expired' | 'nobody'>;

/** What the contract cannot say: whose place it is. Those without a living session follow from it. */
export type Outcomes = Record<SignedIn, Outcome>;

export interface RequestParts {
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
}

export interface Row {
  endpoint: EndpointDeclaration;
  /** Where an endpoint has more than one row. */
  variant?: string;
  request: (place: Place) => RequestParts | Promise<RequestParts>;
  outcomes: Outcomes;
  /** Only where it is not the caller's own session that asks. */
  caller?: (place: Place) => Promise<TestPerson>;
  /** For open endpoints: what everybody is answered. */
  open?: Outcome;
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

export function expectedOf(row: Row, kind: Kind): Outcome {
  if (row.open !== undefined) return row.open;
  if (kind === 'nobody') return '401 UNAUTHORIZED';
  if (kind === 'signed out' || kind === 'expired') return '401 TOKEN_INVALID';
  return row.outcomes[kind];
}

export interface Asked {
  outcome: Outcome;
  /** The whole answer. */
  text: string;
}

/** Makes the request for real. */
export async function ask(row: Row, place: Place): Promise<Asked> {
  const { params = {}, query = '', body } = await row.request(place);
  const path = row.endpoint.path
    .replace('/api/v1', '')
    .replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const caller = (await row.caller?.(place)) ?? place.caller;
  const answer = await rest(place.cast.server.url, row.endpoint.method, `${path}${query}`, {
    ...(place.kind === 'nobody' ? {} : { token: caller.token }),
    ...(body === undefined ? {} : { json: body }),
  });
  const { error_code: code } = (answer.body ?? {}) as { error_code?: string };
  const outcome = [String(answer.status), ...(code === undefined ? [] : [code])].join(' ');
  return { outcome, text: JSON.stringify(answer.body) };
}
