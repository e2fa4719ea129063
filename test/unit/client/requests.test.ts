import { describe, expect, it } from 'vitest';
import { acceptFriendRequest, askFriend, listFriends, searchUsers } from '#protocol/people.ts';
import { listConversations } from '#protocol/conversations.ts';
import { revokeInvite } from '#protocol/server.ts';
import { friendRequestId } from '#protocol/identifiers.ts';
import { AppError } from '#protocol/errors.ts';
import { Requests, pathOf } from '#client/requests.ts';
import { ok, refusal, ScriptedTransport } from './support/scripted-transport.ts';
import { bobId, uuid } from './support/sample-data.ts';

describe('the path of a call', () => {
  it('fills segments and appends the query, both escaped', () => {
    expect(pathOf('/api/v1/invites/{code}', { code: 'a/b?c' }, {})).toBe(
      '/api/v1/invites/a%2Fb%3Fc',
    );
    expect(pathOf('/api/v1/users', {}, { query: 'a&b', limit: 5, archived: false })).toBe(
      '/api/v1/users?query=a%26b&limit=5&archived=false',
    );
  });

  it('leaves out what is undefined', () => {
    expect(pathOf('/api/v1/users', {}, { query: undefined })).toBe('/api/v1/users');
  });
});

describe('Requests', () => {
  it('sends method, path, body and token as declared', async () => {
    const transport = new ScriptedTransport()
      .answer('DELETE /api/v1/invites/xyz', () => ok({ message: 'gone' }))
      .answer('GET /api/v1/messages/conversations', () => ok([]));
    const requests = new Requests(transport);
    await requests.send(revokeInvite, { params: { code: 'xyz' } }, 'secret');
    await requests.send(listConversations, { query: { archived: true } }, 'secret');
    expect(transport.requests[0]).toMatchObject({
      method: 'DELETE',
      path: '/api/v1/invites/xyz',
      accessToken: 'secret',
      body: undefined,
    });
    expect(transport.requests[1]?.path).toBe('/api/v1/messages/conversations?archived=true');
  });

  it('turns an error body into an AppError with its code, sentence, fields and wait', async () => {
    const transport = new ScriptedTransport().answer('GET /api/v1/users', () => ({
      status: 429,
      headers: { 'retry-after': '7' },
      body: {
        detail: 'Slow down',
        error_code: 'RATE_LIMITED',
        timestamp: '2024-01-15T10:30:00.000Z',
        errors: [{ path: 'query.limit', message: 'too many' }],
      },
    }));
    const error: unknown = await new Requests(transport)
      .send(searchUsers, {}, 'secret')
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'RATE_LIMITED',
      message: 'Slow down',
      retryAfterSeconds: 7,
      fields: [{ path: 'query.limit', message: 'too many' }],
      retryable: true,
    });
  });

  it.each([
    [401, 'UNAUTHORIZED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [409, 'MALFORMED_REQUEST'],
    [410, 'UPLOAD_GONE'],
    [422, 'VALIDATION_ERROR'],
    [429, 'RATE_LIMITED'],
    [500, 'INTERNAL_ERROR'],
    [503, 'NOT_READY'],
  ] as const)('reads an unknown code under %i as %s', async (status, code) => {
    const body = { detail: 'New', error_code: 'FROM_THE_FUTURE', timestamp: 'x' };
    const transport = new ScriptedTransport().answer('GET /api/v1/friends', () => ({
      status,
      headers: {},
      body,
    }));
    const requests = new Requests(transport);
    await expect(requests.send(listFriends, {}, 'secret')).rejects.toMatchObject({
      code,
      message: 'New',
    });
  });

  it.each([
    ['a page of something else', { status: 200, headers: {}, body: undefined }],
    ['an answer of another shape', { status: 200, headers: {}, body: { friends: [] } }],
    ['a redirection', { status: 302, headers: {}, body: undefined }],
    ['a status that the call does not have', { status: 201, headers: {}, body: [] }],
    ["somebody else's error page", { status: 502, headers: {}, body: undefined }],
    ["somebody else's error", { status: 404, headers: {}, body: { error: 'no' } }],
  ])('calls %s NOT_A_SERVER', async (_, response) => {
    const transport = new ScriptedTransport().answer('GET /api/v1/friends', () => response);
    const requests = new Requests(transport);
    await expect(requests.send(listFriends, {}, 'secret')).rejects.toMatchObject({
      name: 'ClientError',
      code: 'NOT_A_SERVER',
    });
  });

  it('reads a refusal of bytes in its words, and one of HEAD, which has none, by its status', async () => {
    const path = '/api/v1/attachments/uploads/x';
    const transport = new ScriptedTransport()
      .answer(`HEAD ${path}`, () => ({ status: 410, headers: {}, body: undefined }))
      .answer(`PATCH ${path}`, () => refusal('UPLOAD_OFFSET_MISMATCH'));
    const requests = new Requests(transport);
    const asking = (method: 'HEAD' | 'PATCH') => requests.sendRaw({ method, path }, 'secret');
    await expect(asking('HEAD')).rejects.toMatchObject({ code: 'UPLOAD_GONE' });
    await expect(asking('PATCH')).rejects.toMatchObject({ code: 'UPLOAD_OFFSET_MISMATCH' });
  });

  it('reads each status by its own schema', async () => {
    const user = {
      id: bobId,
      username: 'bob',
      display_name: 'Bob',
      avatar_url: null,
      created_at: '2024-01-15T10:30:00.000Z',
    };
    const request = { id: uuid(5), user, created_at: '2024-01-15T10:30:00.000Z' };
    const transport = new ScriptedTransport()
      .answer('POST /api/v1/friends/requests', () => ok(request, 201))
      .answer(`POST /api/v1/friends/requests/${uuid(5)}/accept`, () => refusal('FORBIDDEN'));
    const requests = new Requests(transport);
    const asked = await requests.send(askFriend, { body: { user_id: bobId } }, 'secret');
    expect(asked).toEqual(request);
    const params = { request_id: friendRequestId.parse(uuid(5)) };
    await expect(requests.send(acceptFriendRequest, { params }, 'secret')).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
