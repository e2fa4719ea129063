import type { z } from 'zod';
import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import type { FieldError } from '#protocol/errors.ts';

export interface RawParts {
  params: Record<string, string>;
  query: URLSearchParams;
  /** By names in lower case. */
  headers: Record<string, string>;
  /** A JSON value; undefined where the endpoint takes none. */
  body: unknown;
}

export interface ParsedParts {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
}

/**
 * Checks the parts of a request by its endpoint's schemas.
 * @throws AppError VALIDATION_ERROR with each wrong field.
 */
export function parseParts(endpoint: EndpointDeclaration, raw: RawParts): ParsedParts {
  const fields: FieldError[] = [];
  const parse = (part: string, schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      fields.push({ path: [part, ...issue.path].join('.'), message: issue.message });
    }
    return undefined;
  };
  const params = parse('path', endpoint.params, raw.params);
  const query = parse('query', endpoint.query, readQuery(endpoint.query, raw.query));
  const headers = parse('headers', endpoint.headers, raw.headers);
  const body = parse('body', endpoint.body, raw.body);
  if (fields.length > 0) throw new AppError('VALIDATION_ERROR', { fields });
  return { params, query, headers, body };
}

/** A query string holds only text: numbers and booleans are read as their schemas expect them. */
function readQuery(
  schema: z.ZodObject | undefined,
  query: URLSearchParams,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema?.shape ?? {}).flatMap(([name, field]) => {
      const text = query.get(name);
      return text === null ? [] : [[name, readScalar(innerType(field as z.ZodType), text)]];
    }),
  );
}

function readScalar(type: string, text: string): unknown {
  if (type === 'number' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

interface Wrapped {
  type: string;
  innerType?: { def: Wrapped };
}

function innerType(schema: z.ZodType): string {
  let definition = schema.def as Wrapped;
  while (definition.innerType !== undefined) definition = definition.innerType.def;
  return definition.type;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws AppError MALFORMED_JSON */
export function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch (cause) {
    throw new AppError('MALFORMED_JSON', { cause });
  }
}
