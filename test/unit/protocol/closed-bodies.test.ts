import { expect, it } from 'vitest';
import { z } from 'zod';
import { endpoints } from '#protocol/index.ts';

/** Where a schema lets in fields that it does not name; what it lets in by any name is said to be so. */
function openPlaces(schema: z.ZodType, place: string): string[] {
  const found: string[] = [];
  const walk = (part: unknown, at: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const { additionalProperties: more } = part as { additionalProperties?: unknown };
    if (more !== undefined && more !== false) found.push(at);
    for (const [name, each] of Object.entries(part)) walk(each, `${at}.${name}`);
  };
  walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), place);
  return found;
}

it('no call takes a field that it does not name', () => {
  const open = endpoints.flatMap(({ method, path, body, query, params }) =>
    [body, query, params].flatMap((schema) =>
      schema === undefined ? [] : openPlaces(schema, `${method} ${path}`),
    ),
  );
  expect(open).toEqual([]);
  expect(openPlaces(z.object({ a: z.looseObject({}) }), 'one that does')).toHaveLength(1);
});
