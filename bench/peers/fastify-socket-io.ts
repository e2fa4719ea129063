/** A chat server as one would write it with fastify, socket.io and better-sqlite3. */
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { Server } from 'socket.io';
import { ChatStore } from './chat-store.ts';
import { personOf, seedFromArguments } from './peer-world.ts';

interface SendRequest {
  Params: { id: string };
  Body: { content: string; client_message_id?: string | null };
}

const store = new ChatStore(process.argv[2] ?? '');
const app = fastify();
const io = new Server(app.server);

const messageSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    conversation_id: { type: 'string' },
    seq: { type: 'integer' },
    sender_id: { type: 'string' },
    client_message_id: { type: 'string', nullable: true },
    content: { type: 'string' },
    created_at: { type: 'string' },
  },
};

const draftSchema = {
  type: 'object',
  required: ['content'],
  properties: {
    content: { type: 'string', minLength: 1, maxLength: 5000 },
    client_message_id: { type: 'string', minLength: 1, maxLength: 128, nullable: true },
  },
};

app.post<SendRequest>(
  '/conversations/:id/messages',
  { schema: { body: draftSchema, response: { 201: messageSchema } } },
  (request, reply) => {
    const senderId = personOf(request.headers.authorization);
    if (senderId === null) return reply.code(401).send({ error: 'unauthorized' });
    const conversationId = request.params.id;
    const members = store.membersOf(conversationId);
    if (!members.includes(senderId)) return reply.code(404).send({ error: 'not found' });
    const { content, client_message_id: clientMessageId = null } = request.body;
    const message = store.send({ conversationId, senderId, content, clientMessageId });
    io.to(members).emit('new_message', message);
    return reply.code(201).send(message);
  },
);

io.use((socket, next) => {
  const { token } = socket.handshake.auth as { token?: string };
  const personId = personOf(`Bearer ${token ?? ''}`);
  if (personId === null) {
    next(new Error('unauthorized'));
    return;
  }
  void socket.join(personId);
  next();
});

await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify(seedFromArguments(store, port))}\n`);
