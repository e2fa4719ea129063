import { describe, expect, it } from 'vitest';
import { listFriends } from '#protocol/people.ts';
import type { AppError } from '#protocol/errors.ts';
import { AuthorisedRequests } from '#client/authorised-requests.ts';
import { VolatileMemory } from '#client/client-memory.ts';
import { Requests } from '#client/requests.ts';
import { Session } from '#client/session.ts';
import { ManualClock, settle } from './support/manual-clock.ts';
import { alice, tokensFor } from './support/sample-data.ts';
import {
  Deferred,
  ok,
  refusal,
  ScriptedTransport,
  unreachable,
} from './support/scripted-transport.ts';
import type { TransportResponse } from '#client/transport.ts';

const refreshCall = 'POST /api/v1/auth/refresh';
const friendsCall = 'GET /api/v1/friends';

function setUp() {
  const clock = new ManualClock();
  const transport = new ScriptedTransport();
  const memory = new VolatileMemory();
  const lost: AppError[] = [];
  const problems: unknown[] = [];
  const requests = new Requests(transport);
  const session = new Session({
    requests,
    memory,
    now: clock.now,
    onLost: (reason) => lost.push(reason),
    reportProblem: (problem) => problems.push(problem),
  });
  const authorised = new AuthorisedRequests(requests, session);
  return { clock, transport, memory, lost, problems, session, authorised };
}

describe('Session', () => {
  it('keeps what it is given and finds it again without the network', async () => {
    const { session, memory, clock, transport } = setUp();
    await session.begin(tokensFor(alice, 1));
    const later = new Session({
      requests: new Requests(transport),
      memory,
      now: clock.now,
      onLost: () => undefined,
      reportProblem: () => undefined,
    });
    expect(await later.restore()).toEqual(alice);
    expect(await later.accessToken()).toBe('access-1');
    expect(transport.requests).toHaveLength(0);
  });

  it('refreshes shortly before the token expires, once for all who wait', async () => {
    const { session, memory, clock, transport } = setUp();
    const reply = new Deferred<TransportResponse>();
    transport.answer(refreshCall, () => reply.promise);
    await session.begin(tokensFor(alice, 1));
    await clock.advance(869_000);
    expect(await session.accessToken()).toBe('access-1');
    await clock.advance(2_000);
    const waiting = [session.accessToken(), session.accessToken(), session.accessToken()];
    await settle();
    reply.resolve(ok(tokensFor(alice, 2)));
    expect(await Promise.all(waiting)).toEqual(['access-2', 'access-2', 'access-2']);
    expect(transport.requestsTo(refreshCall)).toHaveLength(1);
    expect(transport.requests[0]?.body).toEqual({ refresh_token: 'refresh-1' });
    expect((await memory.loadTokens())?.refresh_token).toBe('refresh-2');
  });

  it('ends when the server refuses the refresh token, and forgets it', async () => {
    const { session, memory, clock, transport, lost } = setUp();
    transport.answer(refreshCall, () => refusal('REFRESH_TOKEN_INVALID'));
    await session.begin(tokensFor(alice, 1));
    await clock.advance(900_000);
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
    expect(lost.map(({ code }) => code)).toEqual(['REFRESH_TOKEN_INVALID']);
    expect(await memory.loadTokens()).toBeNull();
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'NO_SESSION' });
  });

  it.each([
    ['the network is away', unreachable],
    ['something else answers', () => ({ status: 200, headers: {}, body: undefined })],
    ['the server has a bad day', () => refusal('INTERNAL_ERROR')],
    ['the server is closing', () => refusal('SERVER_CLOSING')],
    ['there were too many requests', () => refusal('RATE_LIMITED')],
  ])('does not end because %s', async (_, handler) => {
    const { session, memory, clock, transport, lost } = setUp();
    transport.answer(refreshCall, handler);
    await session.begin(tokensFor(alice, 1));
    await clock.advance(900_000);
    await expect(session.accessToken()).rejects.toThrow();
    expect(lost).toEqual([]);
    expect((await memory.loadTokens())?.refresh_token).toBe('refresh-1');
    transport.answer(refreshCall, () => ok(tokensFor(alice, 2)));
    expect(await session.accessToken()).toBe('access-2');
  });

  it('does not come back to life by a refresh that was under way when it was ended', async () => {
    const { session, memory, clock, transport } = setUp();
    const reply = new Deferred<TransportResponse>();
    transport.answer(refreshCall, () => reply.promise);
    await session.begin(tokensFor(alice, 1));
    await clock.advance(900_000);
    const waiting = session.accessToken().catch((error: unknown) => error);
    await session.forget();
    reply.resolve(ok(tokensFor(alice, 2)));
    expect(await waiting).toMatchObject({ code: 'NO_SESSION' });
    expect(await memory.loadTokens()).toBeNull();
  });

  it('does not lose a new sign-in to the end of the one before', async () => {
    const { session, clock, transport, lost } = setUp();
    const reply = new Deferred<TransportResponse>();
    transport.answer(refreshCall, () => reply.promise);
    await session.begin(tokensFor(alice, 1));
    await clock.advance(900_000);
    const waiting = session.accessToken().catch((error: unknown) => error);
    await session.begin(tokensFor(alice, 7));
    reply.resolve(refusal('REFRESH_TOKEN_INVALID'));
    expect(await waiting).toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
    expect(lost).toEqual([]);
    expect(await session.accessToken()).toBe('access-7');
  });

  it('goes on when the memory cannot be written, and says so', async () => {
    const { session, memory, problems } = setUp();
    const full = new Error('disk full');
    memory.saveTokens = () => Promise.reject(full);
    await session.begin(tokensFor(alice, 1));
    expect(await session.accessToken()).toBe('access-1');
    expect(problems).toEqual([full]);
  });
});

describe('AuthorisedRequests', () => {
  it('renews a refused token and repeats the request once', async () => {
    const { session, transport, authorised } = setUp();
    await session.begin(tokensFor(alice, 1));
    transport
      .answer(refreshCall, () => ok(tokensFor(alice, 2)))
      .answer(friendsCall, ({ accessToken }) =>
        accessToken === 'access-2' ? ok([]) : refusal('TOKEN_INVALID'),
      );
    const answers = await Promise.all([
      authorised.call(listFriends, {}),
      authorised.call(listFriends, {}),
    ]);
    expect(answers).toEqual([[], []]);
    expect(transport.requestsTo(refreshCall)).toHaveLength(1);
  });

  it('gives up when the renewed token is refused as well', async () => {
    const { session, transport, authorised } = setUp();
    await session.begin(tokensFor(alice, 1));
    transport
      .answer(refreshCall, () => ok(tokensFor(alice, 2)))
      .answer(friendsCall, () => refusal('TOKEN_INVALID'));
    await expect(authorised.call(listFriends, {})).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    expect(transport.requestsTo(friendsCall)).toHaveLength(2);
    expect(transport.requestsTo(refreshCall)).toHaveLength(1);
  });

  it('takes the token that another request has renewed meanwhile', async () => {
    const { session, transport, authorised } = setUp();
    await session.begin(tokensFor(alice, 1));
    const late = new Deferred<TransportResponse>();
    transport.answer(friendsCall, ({ accessToken }) =>
      accessToken === 'access-2' ? ok([]) : late.promise,
    );
    const call = authorised.call(listFriends, {});
    await settle();
    await session.begin(tokensFor(alice, 2));
    late.resolve(refusal('TOKEN_INVALID'));
    expect(await call).toEqual([]);
    expect(transport.requestsTo(refreshCall)).toHaveLength(0);
  });

  it('repeats nothing that was refused for another reason', async () => {
    const { session, transport, authorised } = setUp();
    await session.begin(tokensFor(alice, 1));
    transport.answer(friendsCall, () => refusal('FORBIDDEN'));
    await expect(authorised.call(listFriends, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(transport.requests).toHaveLength(1);
  });

  it('asks for nothing when nobody is signed in', async () => {
    const { transport, authorised } = setUp();
    await expect(authorised.call(listFriends, {})).rejects.toMatchObject({ code: 'NO_SESSION' });
    expect(transport.requests).toHaveLength(0);
  });
});
