import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { endpoints } from '#protocol/index.ts';
import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import { Router } from '#server/http/router.ts';
import type { Route } from '#server/http/route.ts';

function routeOf(endpoint: EndpointDeclaration): Route {
  return { endpoint, handle: () => Promise.reject(new Error('not called')) };
}

function declared(method: EndpointDeclaration['method'], path: EndpointDeclaration['path']): Route {
  return routeOf({ method, path, summary: '', tag: '', access: 'user', answers: {} });
}

function errorOf(action: () => unknown): AppError {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Text of a segment: anything but nothing, and nothing without a UTF-8 form. */
const segmentText = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });

it('finds exactly the declared endpoint for each method and path of the contract', () => {
  const router = new Router(endpoints.map(routeOf));
  fc.assert(
    fc.property(
      fc.constantFrom(...endpoints),
      fc.array(segmentText, { minLength: 4, maxLength: 4 }),
      (endpoint, values) => {
        const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
        const expected = Object.fromEntries(
          names.map((name, index) => [name, values[index] ?? '']),
        );
        const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(expected[name] ?? ''),
        );
        const { route, params } = router.match(endpoint.method, path);
        expect(route.endpoint).toBe(endpoint);
        expect(params).toEqual(expected);
      },
    ),
    { numRuns: 2_000 },
  );
});

it('answers any other path with an expected error', () => {
  const router = new Router(endpoints.map(routeOf));
  const known = ['api', 'v1', 'messages', 'conversations', 'auth', 'me', 'users', '{id}', ''];
  const segment = fc.oneof(fc.constantFrom(...known), fc.string());
  fc.assert(
    fc.property(fc.constantFrom('GET', 'PUT', 'TRACE', ''), fc.array(segment), (method, path) => {
      try {
        router.match(method, `/${path.join('/')}`);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }),
    { numRuns: 2_000 },
  );
});

it('prefers a literal segment to a parameter, and goes back where it leads nowhere', () => {
  const literal = declared('GET', '/api/v1/people/me');
  const parameter = declared('GET', '/api/v1/people/{id}');
  const deeper = declared('GET', '/api/v1/people/{id}/friends');
  const router = new Router([parameter, literal, deeper]);
  expect(router.match('GET', '/api/v1/people/me').route).toBe(literal);
  expect(router.match('GET', '/api/v1/people/you')).toEqual({
    route: parameter,
    params: { id: 'you' },
  });
  expect(router.match('GET', '/api/v1/people/me/friends')).toEqual({
    route: deeper,
    params: { id: 'me' },
  });
});

it('forgets the values of a way that led nowhere', () => {
  const narrow = declared('GET', '/api/v1/people/{id}/friends');
  const wide = declared('GET', '/api/v1/{kind}/{id}/history');
  expect(new Router([narrow, wide]).match('GET', '/api/v1/people/7/history')).toEqual({
    route: wide,
    params: { kind: 'people', id: '7' },
  });
});

it('tells an unknown path from a known one that lacks the method', () => {
  const router = new Router([
    declared('GET', '/api/v1/people/{id}'),
    declared('PATCH', '/api/v1/people/{id}'),
  ]);
  expect(errorOf(() => router.match('GET', '/api/v1/people')).code).toBe('NOT_FOUND');
  expect(errorOf(() => router.match('GET', '/api/v1/people/')).code).toBe('NOT_FOUND');
  expect(errorOf(() => router.match('GET', '/api/v1/people/1/')).code).toBe('NOT_FOUND');
  expect(errorOf(() => router.match('POST', '/api/v1/people/1')).code).toBe('METHOD_NOT_ALLOWED');
});

it('refuses a segment that is not percent-encoded UTF-8', () => {
  const router = new Router([declared('GET', '/api/v1/people/{id}')]);
  for (const segment of ['%', '%zz', '%ff', '%ed%a0%80']) {
    const error = errorOf(() => router.match('GET', `/api/v1/people/${segment}`));
    expect(error.code).toBe('MALFORMED_REQUEST');
  }
});

it('refuses two routes for the same method and shape of path', () => {
  const routes = [declared('GET', '/api/v1/people/{id}'), declared('GET', '/api/v1/people/{name}')];
  expect(() => new Router(routes)).toThrow('two routes for GET');
});
