import { endpoints } from '#protocol/index.ts';
import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import { Dice } from './dice.ts';
import { hostileFields, hostileTexts } from './hostile-values.ts';
import { SchemaValues } from './values-of-schema.ts';
import type { Known } from './values-of-schema.ts';

export interface FuzzedRequest {
  method: string;
  /** With its query string, percent-encoded. */
  path: string;
  token: string | null;
  headers: Record<string, string>;
  body: Buffer | null;
}

export interface FuzzOptions {
  seed: number;
  tokens: readonly string[];
  known: Known;
  /** Calls that would end the run, such as signing everybody out. */
  leaveOut: readonly EndpointDeclaration[];
}

/** Requests to every call of the contract, in turn, without end: from right to absurd. */
export function* contractRequests(options: FuzzOptions): Generator<FuzzedRequest, never> {
  const dice = new Dice(options.seed);
  const targets = endpoints.filter((endpoint) => !options.leaveOut.includes(endpoint));
  for (;;) for (const endpoint of targets) yield requestTo(endpoint, options, dice);
}

function requestTo(
  endpoint: EndpointDeclaration,
  { tokens, known }: FuzzOptions,
  dice: Dice,
): FuzzedRequest {
  const values = new SchemaValues(dice, known, dice.pick([0, 0, 0.05, 0.4]));
  const token = dice.chance(0.95) ? dice.pick(tokens) : dice.pick([null, '', 'x.y.z', 'ü']);
  return {
    method: endpoint.method,
    path: pathOf(endpoint, values, dice) + queryOf(endpoint, values, dice),
    token: token === null ? null : encodeURIComponent(token),
    headers: headersOf(endpoint, values),
    body: bodyOf(endpoint, values, dice),
  };
}

function pathOf({ path, params }: EndpointDeclaration, values: SchemaValues, dice: Dice): string {
  const given = params === undefined ? {} : values.of(params);
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = (isRecord(given) ? given[name] : undefined) ?? dice.pick(hostileTexts);
    return encodeURIComponent(textOf(value).slice(0, 300).toWellFormed());
  });
}

function queryOf({ query }: EndpointDeclaration, values: SchemaValues, dice: Dice): string {
  const given = query === undefined ? null : values.of(query);
  if (!isRecord(given)) return '';
  const pairs = Object.entries(given).map(
    ([name, value]) => `${name}=${encodeURIComponent(textOf(value).slice(0, 600).toWellFormed())}`,
  );
  if (dice.chance(0.02)) pairs.push(dice.pick(['%', '=', '&&', 'limit=1&limit=2', '%F0%28']));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function headersOf({ headers }: EndpointDeclaration, values: SchemaValues): Record<string, string> {
  if (headers === undefined) return {};
  const given = values.of(headers);
  if (!isRecord(given)) return {};
  const sendable = Object.entries(given).map(
    ([name, value]) =>
      [
        name,
        textOf(value)
          .replace(/[^\x20-\x7e]/g, '')
          .slice(0, 200),
      ] as const,
  );
  return Object.fromEntries(sendable);
}

function bodyOf(endpoint: EndpointDeclaration, values: SchemaValues, dice: Dice): Buffer | null {
  if (endpoint.takesBytes !== undefined) {
    return Buffer.alloc(dice.below(2_000), dice.pick(['\u0089PNG', '<svg>', '--x\r\n', '\0']));
  }
  if (endpoint.body === undefined) return dice.chance(0.1) ? Buffer.from('{}') : null;
  const value = values.of(endpoint.body);
  const more = isRecord(value) && dice.chance(0.2) ? { ...value, ...hostileFields } : value;
  const text = Buffer.from(JSON.stringify(more));
  return dice.chance(0.03) ? mangled(text, dice) : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Cut off, repeated, with a flipped bit, or very deep. */
function mangled(body: Buffer, dice: Dice): Buffer {
  const at = dice.below(Math.max(1, body.length));
  switch (dice.below(4)) {
    case 0:
      return body.subarray(0, at);
    case 1:
      return Buffer.concat([body, body]);
    case 2: {
      const flipped = Buffer.from(body);
      if (flipped.length > 0) flipped[at] = (flipped[at] ?? 0) ^ (1 << dice.below(8));
      return flipped;
    }
    default:
      return Buffer.from('[{"a":'.repeat(dice.below(15_000)));
  }
}
