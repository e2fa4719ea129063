import { describe, expect, it } from 'vitest';
import { ClientError } from '#client/chat-client.ts';
import { AppError } from '#protocol/errors.ts';
import { createCallRouter } from '../../../src/main/ipc/call-router.ts';
import type { Handlers } from '../../../src/main/ipc/handlers.ts';
import { RememberingLog } from './support/remembering-log.ts';

function routerOf(handlers: Partial<Handlers>) {
  const log = new RememberingLog();
  return { log, route: createCallRouter(handlers as Handlers, log) };
}

describe('calls from the page', () => {
  it('reach their handler parsed, with defaults filled in', async () => {
    const seen: unknown[] = [];
    const { route } = routerOf({
      signIn: (input) => {
        seen.push(input);
        throw new AppError('CREDENTIALS_INVALID');
      },
    });
    const answer = await route(true, 'signIn', { username: ' ada ', password: 'x', extra: 1 });
    expect(seen).toEqual([{ username: 'ada', password: 'x' }]);
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'CREDENTIALS_INVALID',
        detail: 'Wrong username or password',
        retryable: false,
      },
    });
  });

  it('answer the value of the handler', async () => {
    const { route } = routerOf({ listFriends: () => Promise.resolve([]) });
    expect(await route(true, 'listFriends', undefined)).toEqual({ ok: true, value: [] });
  });

  it('are refused with the fields that are wrong', async () => {
    const { route } = routerOf({});
    const answer = await route(true, 'getConversation', { conversation_id: 'x' });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'CALL_INVALID', fields: [{ path: 'conversation_id' }] },
    });
  });

  it.each(['toString', '__proto__', 'nothing', 7, undefined])(
    'named %s do not exist',
    async (name) => {
      const { route } = routerOf({});
      expect(await route(true, name, undefined)).toMatchObject({ error: { code: 'CALL_INVALID' } });
    },
  );

  it('from another page reach nothing', async () => {
    const { route } = routerOf({
      listFriends: () => {
        throw new Error('reached');
      },
    });
    expect(await route(false, 'listFriends', undefined)).toMatchObject({
      error: { code: 'CALL_INVALID' },
    });
  });

  it('pass on what the server and the client say', async () => {
    const { route } = routerOf({
      listFriends: () => {
        throw new AppError('RATE_LIMITED', { retryAfterSeconds: 3 });
      },
      listSessions: () => {
        throw new ClientError('UNREACHABLE', 'Cannot reach office:8000');
      },
    });
    expect(await route(true, 'listFriends', undefined)).toMatchObject({
      error: { code: 'RATE_LIMITED', retryAfterSeconds: 3, retryable: true },
    });
    expect(await route(true, 'listSessions', undefined)).toMatchObject({
      error: { code: 'UNREACHABLE', detail: 'Cannot reach office:8000', retryable: true },
    });
  });

  it('tell nothing of a defect but that there is one, and log it', async () => {
    const { route, log } = routerOf({
      listFriends: () => {
        throw new TypeError('secret detail');
      },
    });
    expect(await route(true, 'listFriends', undefined)).toEqual({
      ok: false,
      error: {
        code: 'INTERNAL_ERROR',
        detail: 'Something went wrong in the app',
        retryable: true,
      },
    });
    expect(log.lines).toEqual(['The call listFriends failed']);
  });
});
