import { expect, it } from 'vitest';
import { z } from 'zod';
import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import type { FieldError } from '#protocol/errors.ts';
import { parseParts } from '#server/http/request-parts.ts';

const endpoint: EndpointDeclaration = {
  method: 'GET',
  path: '/api/v1/things/{id}',
  summary: '',
  tag: '',
  access: 'user',
  params: z.object({ id: z.uuid() }),
  query: z.object({
    limit: z.int().min(1).max(50).default(20),
    offset: z.int().min(0).optional(),
    archived: z.boolean().default(false),
    query: z.string().optional(),
  }),
  answers: {},
};

const id = '0190b0a0-0000-7000-8000-000000000000';

function parse(query: string, params: Record<string, string> = { id }) {
  return parseParts(endpoint, {
    params,
    query: new URLSearchParams(query),
    headers: {},
    body: null,
  });
}

function fieldsOf(action: () => unknown): FieldError[] {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError && error.code === 'VALIDATION_ERROR') return error.fields ?? [];
    throw error;
  }
  throw new Error('nothing was thrown');
}

it('reads numbers and booleans as their schemas expect them, under optional and default too', () => {
  expect(parse('limit=7&offset=0&archived=true&query=12').query).toEqual({
    limit: 7,
    offset: 0,
    archived: true,
    query: '12',
  });
});

it('fills in what is left out, and leaves out what is unknown', () => {
  expect(parse('colour=blue').query).toEqual({ limit: 20, archived: false });
});

it.each([
  ['limit=', 'query.limit'],
  ['limit=abc', 'query.limit'],
  ['limit=1.5', 'query.limit'],
  ['limit=1e1', 'query.limit'],
  ['limit=0x10', 'query.limit'],
  ['limit=%207', 'query.limit'],
  ['limit=0', 'query.limit'],
  ['limit=51', 'query.limit'],
  ['limit=9999999999999999', 'query.limit'],
  ['offset=-1', 'query.offset'],
  ['archived=yes', 'query.archived'],
  ['archived=1', 'query.archived'],
  ['archived=TRUE', 'query.archived'],
])('refuses ?%s and names %s', (query, path) => {
  expect(fieldsOf(() => parse(query)).map((field) => field.path)).toEqual([path]);
});

it('names every field that is wrong, in each part', () => {
  const fields = fieldsOf(() => parse('limit=0&archived=maybe', { id: 'not-an-id' }));
  expect(fields.map((field) => field.path)).toEqual(['path.id', 'query.limit', 'query.archived']);
  for (const { message } of fields) expect(message).toMatch(/\S/);
});

it('takes the first of a parameter that is given twice', () => {
  expect(parse('limit=3&limit=4').query).toMatchObject({ limit: 3 });
});
