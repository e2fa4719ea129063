import { afterAll, beforeAll, expect, it } from 'vitest';
import { endpoints } from '#protocol/index.ts';
import { errorCatalogue } from '#protocol/errors.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

let server: TestServer;
let document: OpenApi;

interface Operation {
  summary: string;
  security: object[];
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content: Record<string, { schema: object }> }>;
}

interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

beforeAll(async () => {
  server = await startServer();
  const response = await fetch(`${server.url}/api/v1/openapi.json`);
  document = (await response.json()) as OpenApi;
});
afterAll(() => stopServer(server));

const get = (path: string) => fetch(`${server.url}${path}`);

it('is OpenAPI 3.1 of this server', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.info.title).toBe('Future Talk');
  expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/);
});

it.each(endpoints.map((endpoint) => [endpoint.method, endpoint.path, endpoint] as const))(
  'describes %s %s',
  (method, path, endpoint) => {
    const operation = document.paths[path]?.[method.toLowerCase()];
    expect(operation?.summary).toBe(endpoint.summary);
    const { access, scope } = endpoint;
    const ofBot = scope === undefined ? [] : [{ botToken: scope === 'self' ? [] : [scope] }];
    expect(operation?.security).toEqual(access === 'open' ? [] : [{ token: [] }, ...ofBot]);

    const parameters = operation?.parameters ?? [];
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(inPath.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(inPath.every(({ required }) => required)).toBe(true);
    const inQuery = parameters.filter((parameter) => parameter.in === 'query');
    expect(inQuery.map(({ name }) => name).sort()).toEqual(
      Object.keys(endpoint.query?.shape ?? {}).sort(),
    );
    const body = operation?.requestBody?.content['application/json']?.schema;
    expect(body !== undefined).toBe(endpoint.body !== undefined);

    const statuses = Object.keys(operation?.responses ?? {});
    expect(statuses).toEqual(expect.arrayContaining(Object.keys(endpoint.answers)));
    for (const code of endpoint.errors ?? []) {
      const { status } = errorCatalogue[code];
      expect(operation?.responses[String(status)]?.description).toContain(code);
    }
  },
);

it('describes nothing that is not there', () => {
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const declared = endpoints.map(({ method, path }) => `${method} ${path}`);
  expect(described.sort()).toEqual(declared.sort());
});

it('refers only to what it holds', () => {
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(references.length).toBeGreaterThan(0);
  for (const reference of new Set(references)) {
    const target = reference
      .split('/')
      .reduce<unknown>(
        (value, key) => (value as Record<string, unknown> | undefined)?.[key],
        document,
      );
    expect([reference, typeof target]).toEqual([reference, 'object']);
  }
  expect(document.components.securitySchemes).toMatchObject({
    token: { type: 'http', scheme: 'bearer' },
  });
});

it('states the bounds that the server holds to', () => {
  const send = document.paths['/api/v1/messages/conversations/{conversation_id}/messages'];
  const schema = send?.post?.requestBody?.content['application/json']?.schema;
  expect(schema).toMatchObject({
    properties: { content: { minLength: 0, maxLength: 5000 } },
    required: ['content'],
  });
  const limit = send?.get?.parameters?.find(({ name }) => name === 'limit');
  expect(limit?.schema).toMatchObject({ minimum: 1, maximum: 100, default: 50 });
});

it.each(['/docs', '/api/v1/docs'])(
  '%s shows it, and needs nothing from elsewhere',
  async (path) => {
    const page = await get(path);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await page.text();
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(assets).toHaveLength(3);
    for (const place of assets) {
      expect(place).toMatch(/^\/api\/v1\/docs\/[\w.-]+$/);
      const asset = await get(place);
      expect(asset.status).toBe(200);
      const type = place.endsWith('.css') ? 'text/css' : 'text/javascript';
      expect(asset.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
      expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(50);
    }
    // No script stands in the page itself, which the policy would refuse.
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  },
);

it.each([
  '/docs',
  ...['/docs', '/openapi.json', '/docs/start.js', '/docs/swagger-ui.css'].map(
    (each) => `/api/v1${each}`,
  ),
])('%s lets nothing else be loaded or framed', async (path) => {
  const { headers } = await get(path);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/https?:/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
