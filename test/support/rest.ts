import type { Tokens } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';

export interface RestAnswer<B = unknown> {
  status: number;
  headers: Headers;
  body: B;
}

interface RestRequest {
  token?: string | undefined;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  raw?: string | Uint8Array;
  headers?: Record<string, string>;
}

/** One request over plain HTTP, below `/api/v1`. */
export async function rest<B = unknown>(
  url: string,
  method: string,
  path: string,
  { token, json, raw, headers = {} }: RestRequest = {},
): Promise<RestAnswer<B>> {
  const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body as string }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as B,
  };
}

interface Session {
  id: string;
  username: string;
  token: string;
  refreshToken: string;
}

/** A signed-in person, as the tests act for them. */
export interface TestPerson extends Session {
  get<B = unknown>(path: string): Promise<RestAnswer<B>>;
  post<B = unknown>(path: string, json?: unknown): Promise<RestAnswer<B>>;
  patch<B = unknown>(path: string, json?: unknown): Promise<RestAnswer<B>>;
  put<B = unknown>(path: string, json?: unknown): Promise<RestAnswer<B>>;
  delete<B = unknown>(path: string): Promise<RestAnswer<B>>;
}

export const password = 'correct horse battery';

export async function signUp(url: string, username: string): Promise<TestPerson> {
  const answer = await rest<Tokens>(url, 'POST', '/auth/register', {
    json: { username, password },
  });
  if (answer.status !== 201) throw new Error(`sign-up failed: ${JSON.stringify(answer.body)}`);
  return personOf(url, answer.body);
}

/** A new session of somebody who has signed up. */
export async function signIn(url: string, username: string): Promise<TestPerson> {
  const answer = await rest<Tokens>(url, 'POST', '/auth/login', { json: { username, password } });
  if (answer.status !== 200) throw new Error(`not signed in: ${JSON.stringify(answer.body)}`);
  return personOf(url, answer.body);
}

export function personOf(url: string, { user, access_token, refresh_token }: Tokens): TestPerson {
  const { id, username } = user;
  return personAt(url, { id, username, token: access_token, refreshToken: refresh_token });
}

/** The same person and session, on a server that has another address since it was restarted. */
export function personAt(url: string, person: Session): TestPerson {
  const { id, username, token, refreshToken } = person;
  const send =
    (method: string) =>
    <B>(path: string, json?: unknown) =>
      rest<B>(url, method, path, { token, json });
  return {
    id,
    username,
    token,
    refreshToken,
    get: send('GET'),
    post: send('POST'),
    patch: send('PATCH'),
    put: send('PUT'),
    delete: send('DELETE'),
  };
}

export async function befriend(one: TestPerson, other: TestPerson): Promise<void> {
  await one.post('/friends/requests', { user_id: other.id });
  const answer = await other.post('/friends/requests', { user_id: one.id });
  if (answer.status !== 200) throw new Error(`no friends: ${JSON.stringify(answer.body)}`);
}

/** New people, each a friend of the first. */
export async function circleOfFriends(url: string, ...usernames: string[]): Promise<TestPerson[]> {
  const people: TestPerson[] = [];
  for (const username of usernames) people.push(await signUp(url, username));
  const [first, ...others] = people;
  for (const other of others) if (first !== undefined) await befriend(first, other);
  return people;
}

export async function startConversation(
  creator: TestPerson,
  ...others: TestPerson[]
): Promise<Conversation> {
  const { body } = await creator.post<Conversation>('/messages/conversations', {
    participant_ids: others.map((other) => other.id),
    conversation_type: others.length === 1 ? 'direct' : 'group',
  });
  return body;
}

export async function say(
  sender: TestPerson,
  conversation: { id: string },
  content: string,
  more: Record<string, unknown> = {},
): Promise<Message> {
  const path = `/messages/conversations/${conversation.id}/messages`;
  const answer = await sender.post<Message>(path, { content, ...more });
  if (answer.status !== 201 && answer.status !== 200) {
    throw new Error(`not sent: ${JSON.stringify(answer.body)}`);
  }
  return answer.body;
}

/** One after the other, so that their order is known. */
export async function sayAll(
  sender: TestPerson,
  conversation: { id: string },
  contents: readonly string[],
): Promise<Message[]> {
  const said: Message[] = [];
  for (const content of contents) said.push(await say(sender, conversation, content));
  return said;
}
