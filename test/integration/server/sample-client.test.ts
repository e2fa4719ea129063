import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { newFriends, newPeople } from '../../support/people.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';

// What the documentation shows of each thing, and nothing that only later versions added: a client
// written against the document alone must work.
interface DocumentedMessage {
  id: string;
  conversation_id: string;
  sender_id: string;
  content: string;
  message_type: string;
  reply_to_message_id?: string | null;
  created_at: string;
  edited_at?: string | null;
  attachments: unknown[];
  self_destruct_at?: string | null;
  is_destroyed: boolean;
}

interface DocumentedConversation {
  id: string;
  conversation_type: string;
  created_at: string;
  last_message_at: string;
  is_archived: boolean;
  participants: { user_id: string; username: string; role: string; joined_at: string }[];
  last_message: DocumentedMessage | null;
  unread_count: number;
}

type DocumentedEvent = { type: string } & Record<string, unknown>;

interface SendOptions {
  messageType?: string;
  replyTo?: string;
  timerSeconds?: number;
  clientMessageId?: string;
}

/** The document's client in other words: the same calls with the same bodies. */
class DocumentedClient {
  readonly events: DocumentedEvent[] = [];
  readonly #serverUrl: string;
  readonly #token: string;
  #socket: WebSocket | undefined;
  #activeConversation: string | null = null;
  #onChange: (() => void)[] = [];

  constructor(serverUrl: string, token: string) {
    this.#serverUrl = serverUrl;
    this.#token = token;
  }

  async call<B = unknown>(path: string, method = 'GET', body?: unknown): Promise<B> {
    const response = await fetch(`${this.#serverUrl}/api/v1/messages${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return (await response.json()) as B;
    const { detail } = (await response.json()) as { detail: string };
    throw new Error(`API Error: ${detail}`);
  }

  createDirectChat(friendId: string): Promise<DocumentedConversation> {
    const body = { participant_ids: [friendId], conversation_type: 'direct' };
    return this.call('/conversations', 'POST', body);
  }

  getConversations(limit = 20, offset = 0): Promise<DocumentedConversation[]> {
    return this.call(`/conversations?limit=${limit}&offset=${offset}`);
  }

  sendMessage(
    conversationId: string,
    content: string,
    options: SendOptions = {},
  ): Promise<DocumentedMessage> {
    return this.call(`/conversations/${conversationId}/messages`, 'POST', {
      content,
      message_type: options.messageType ?? 'text',
      reply_to_message_id: options.replyTo ?? null,
      attachments: [],
      self_destruct_timer: options.timerSeconds ?? null,
      client_message_id: options.clientMessageId ?? randomUUID(),
    });
  }

  loadMessages(conversationId: string, limit = 50, offset = 0): Promise<DocumentedMessage[]> {
    return this.call(`/conversations/${conversationId}/messages?limit=${limit}&offset=${offset}`);
  }

  markMessageAsRead(messageId: string): Promise<{ message: string }> {
    return this.call(`/messages/${messageId}/read`, 'POST');
  }

  markConversationAsRead(conversationId: string): Promise<{ message: string }> {
    return this.call(`/conversations/${conversationId}/read`, 'POST');
  }

  sendTypingIndicator(conversationId: string, isTyping: boolean): Promise<{ message: string }> {
    return this.call(`/conversations/${conversationId}/typing?is_typing=${isTyping}`, 'POST');
  }

  async connectWebSocket(): Promise<void> {
    const address = this.#serverUrl.replace('http', 'ws');
    this.#socket = new WebSocket(`${address}/api/v1/chat/ws?token=${this.#token}`);
    this.#socket.on('message', (data: Buffer) => {
      this.#receive(JSON.parse(data.toString()) as DocumentedEvent);
    });
    await this.next('connection_established');
  }

  transmit(type: string, data: unknown): void {
    this.#socket?.send(JSON.stringify({ type, data }));
  }

  joinConversation(conversationId: string): void {
    this.transmit('join_conversation', { conversation_id: conversationId });
    this.#activeConversation = conversationId;
  }

  leaveConversation(conversationId: string): void {
    this.transmit('leave_conversation', { conversation_id: conversationId });
    this.#activeConversation = null;
  }

  /** Takes the first event of the type that is there, or waits for it. */
  async next(type: string): Promise<DocumentedEvent> {
    for (;;) {
      const index = this.events.findIndex((event) => event.type === type);
      const [found] = index < 0 ? [] : this.events.splice(index, 1);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#onChange.push(resolve));
    }
  }

  disconnect(): void {
    this.#socket?.close();
  }

  #receive(event: DocumentedEvent): void {
    this.events.push(event);
    for (const wake of this.#onChange.splice(0)) wake();
    if (event.type !== 'new_message') return;
    // The sample reads at once what comes into the conversation that is open.
    const message = event.message as DocumentedMessage;
    if (this.#activeConversation === event.conversation_id) void this.markMessageAsRead(message.id);
  }
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => stopServer(server));

async function connect(token: string): Promise<DocumentedClient> {
  const client = new DocumentedClient(server.url, token);
  await client.connectWebSocket();
  onTestFinished(() => client.disconnect());
  return client;
}

it('signs in for an access token as the document shows', async () => {
  const [alice] = await newPeople(server.url, 'alice');
  const response = await fetch(`${server.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: alice.username, password: 'correct horse battery' }),
  });
  expect(response.status).toBe(200);
  const { access_token } = (await response.json()) as { access_token: string };
  const client = new DocumentedClient(server.url, access_token);
  expect(await client.getConversations()).toEqual([]);
});

it('follows the usage example from the first connection to the last stroke', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const mine = await connect(alice.token);
  const theirs = await connect(bob.token);

  const conversation = await mine.createDirectChat(bob.id);
  expect(conversation).toMatchObject({
    conversation_type: 'direct',
    is_archived: false,
    last_message: null,
    unread_count: 0,
  });
  const members = conversation.participants.map(({ user_id, username, role }) => ({
    user_id,
    username,
    role,
  }));
  expect(members).toHaveLength(2);
  expect(members).toContainEqual({ user_id: alice.id, username: alice.username, role: 'member' });
  expect(members).toContainEqual({ user_id: bob.id, username: bob.username, role: 'member' });

  mine.joinConversation(conversation.id);
  expect(await mine.next('conversation_joined')).toMatchObject({
    conversation_id: conversation.id,
    timestamp: expect.any(String) as string,
  });

  const sent = await mine.sendMessage(conversation.id, 'Hello friend!');
  expect(sent).toMatchObject({
    conversation_id: conversation.id,
    sender_id: alice.id,
    content: 'Hello friend!',
    message_type: 'text',
    reply_to_message_id: null,
    edited_at: null,
    attachments: [],
    self_destruct_at: null,
    is_destroyed: false,
    encrypted: true,
    encryption_type: 'MILITARY_GRADE_E2E',
    security_level: 'MILITARY_GRADE',
    perfect_forward_secrecy: false,
    zero_knowledge: false,
    session_id: expect.any(String) as string,
    protocol: 'Signal-Protocol-Inspired',
  });
  expect(await theirs.next('new_message')).toMatchObject({
    conversation_id: conversation.id,
    message: {
      id: sent.id,
      sender_id: alice.id,
      sender_username: alice.username,
      content: 'Hello friend!',
      message_type: 'text',
      created_at: sent.created_at,
      encrypted: true,
    },
    timestamp: expect.any(String) as string,
  });
  // The hook of the document shows one's own messages from the socket.
  expect(await mine.next('new_message')).toMatchObject({ message: { id: sent.id } });

  const history = await mine.loadMessages(conversation.id);
  expect(history.map((message) => message.id)).toEqual([sent.id]);

  mine.transmit('typing_start', { conversation_id: conversation.id });
  const typing = {
    conversation_id: conversation.id,
    user_id: alice.id,
    username: alice.username,
  };
  expect(await theirs.next('user_typing')).toMatchObject({ ...typing, is_typing: true });
  mine.transmit('typing_stop', { conversation_id: conversation.id });
  expect(await theirs.next('user_typing')).toMatchObject({ ...typing, is_typing: false });
});

it('marks messages read one by one, at once where the conversation is open', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const mine = await connect(alice.token);
  const theirs = await connect(bob.token);
  const { id } = await mine.createDirectChat(bob.id);

  const first = await mine.sendMessage(id, 'Read this by hand');
  await theirs.next('new_message');
  expect(await theirs.markMessageAsRead(first.id)).toEqual({ message: 'Message marked as read' });
  const receipt = { reader_user_id: bob.id, timestamp: expect.any(String) as string };
  expect(await mine.next('message_read_receipt')).toMatchObject({
    ...receipt,
    message_id: first.id,
  });

  theirs.joinConversation(id);
  await theirs.next('conversation_joined');
  const second = await mine.sendMessage(id, 'Read this at once');
  expect(await mine.next('message_read_receipt')).toMatchObject({
    ...receipt,
    message_id: second.id,
  });

  theirs.leaveConversation(id);
  const third = await mine.sendMessage(id, 'Read this over the socket');
  await theirs.next('new_message');
  await theirs.next('new_message');
  theirs.transmit('message_read', { message_id: third.id });
  expect(await mine.next('message_read_receipt')).toMatchObject({
    ...receipt,
    message_id: third.id,
  });
});

it('lists conversations with what is unread, and clears it in bulk', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const mine = new DocumentedClient(server.url, alice.token);
  const theirs = new DocumentedClient(server.url, bob.token);
  const { id } = await mine.createDirectChat(bob.id);
  for (const content of ['One', 'Two', 'Three']) await mine.sendMessage(id, content);

  const [listed] = await theirs.getConversations();
  expect(listed).toMatchObject({ id, unread_count: 3, last_message: { content: 'Three' } });
  expect(await theirs.markConversationAsRead(id)).toEqual({
    message: 'Conversation marked as read',
  });
  expect((await theirs.getConversations(50, 0))[0]?.unread_count).toBe(0);
  expect(await theirs.getConversations(20, 1)).toEqual([]);
});

it('loads history newest first, page by page, and so reads it', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const mine = new DocumentedClient(server.url, alice.token);
  const theirs = new DocumentedClient(server.url, bob.token);
  const { id } = await mine.createDirectChat(bob.id);
  const sent: DocumentedMessage[] = [];
  for (const content of ['1', '2', '3']) sent.push(await mine.sendMessage(id, content));
  const reply = await theirs.sendMessage(id, '4', { replyTo: sent[1]!.id });
  expect(reply.reply_to_message_id).toBe(sent[1]!.id);

  const contents = (messages: DocumentedMessage[]) => messages.map(({ content }) => content);
  expect(contents(await theirs.loadMessages(id, 2))).toEqual(['4', '3']);
  expect(contents(await theirs.loadMessages(id, 2, 2))).toEqual(['2', '1']);
  expect((await theirs.getConversations())[0]?.unread_count).toBe(0);
});

it('types over REST, asks who is online and keeps the connection alive', async () => {
  const [alice, bob] = await newFriends(server.url, 'alice', 'bob');
  const mine = await connect(alice.token);
  const theirs = await connect(bob.token);
  const { id } = await mine.createDirectChat(bob.id);

  expect(await mine.sendTypingIndicator(id, true)).toEqual({ message: 'Typing indicator sent' });
  expect(await theirs.next('user_typing')).toMatchObject({ user_id: alice.id, is_typing: true });
  await mine.sendTypingIndicator(id, false);
  expect(await theirs.next('user_typing')).toMatchObject({ user_id: alice.id, is_typing: false });

  const stranger = randomUUID();
  mine.transmit('get_online_status', { user_ids: [bob.id, stranger] });
  expect(await mine.next('online_status')).toMatchObject({
    online_status: { [bob.id]: true, [stranger]: false },
    timestamp: expect.any(String) as string,
  });
  mine.transmit('heartbeat', {});
  expect(await mine.next('heartbeat_ack')).toMatchObject({
    user_id: alice.id,
    timestamp: expect.any(String) as string,
  });
});

it('sets up a group chat', async () => {
  const [alice, bob, carol] = await newFriends(server.url, 'alice', 'bob', 'carol');
  const mine = await connect(alice.token);
  const listeners = [await connect(bob.token), await connect(carol.token)];
  const group = await mine.call<DocumentedConversation>('/conversations', 'POST', {
    participant_ids: [bob.id, carol.id],
    conversation_type: 'group',
  });
  mine.joinConversation(group.id);
  await mine.sendMessage(group.id, 'Welcome to the group chat! 🎉');
  for (const listener of listeners) {
    expect(await listener.next('new_message')).toMatchObject({
      conversation_id: group.id,
      message: { content: 'Welcome to the group chat! 🎉', sender_id: alice.id },
    });
  }
});

it('says in `detail` why a conversation with a stranger is refused', async () => {
  const [alice, stranger] = await newPeople(server.url, 'alice', 'stranger');
  const mine = new DocumentedClient(server.url, alice.token);
  await expect(mine.createDirectChat(stranger.id)).rejects.toThrow(
    'API Error: Can only create conversations with friends',
  );
  await expect(mine.loadMessages(randomUUID())).rejects.toThrow('Conversation not found');
});

it('is told over the socket what the server could not read', async () => {
  const [alice] = await newPeople(server.url, 'alice');
  const mine = await connect(alice.token);
  mine.transmit('no_such_type', {});
  expect(await mine.next('error')).toMatchObject({
    message: expect.any(String) as string,
    timestamp: expect.any(String) as string,
  });
});
