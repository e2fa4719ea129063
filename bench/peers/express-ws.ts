/** A chat server as one would write it with express, ws and better-sqlite3. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { ChatStore } from './chat-store.ts';
import { personOf, seedFromArguments } from './peer-world.ts';

const store = new ChatStore(process.argv[2] ?? '');
const app = express();
const server = createServer(app);
const sockets = new Map<string, Set<WebSocket>>();

const draft = z.object({
  content: z.string().min(1).max(5000),
  client_message_id: z.string().min(1).max(128).nullish(),
});

app.disable('x-powered-by');
app.use(express.json());
app.post('/conversations/:id/messages', (request, response) => {
  const senderId = personOf(request.headers.authorization);
  if (senderId === null) return void response.status(401).json({ error: 'unauthorized' });
  const conversationId = request.params.id;
  const members = store.membersOf(conversationId);
  if (!members.includes(senderId)) return void response.status(404).json({ error: 'not found' });
  const body = draft.safeParse(request.body);
  if (!body.success) return void response.status(422).json({ error: body.error.issues });
  const { content, client_message_id: clientMessageId = null } = body.data;
  const message = store.send({ conversationId, senderId, content, clientMessageId });
  const event = JSON.stringify({ type: 'new_message', message });
  for (const member of members) {
    for (const socket of sockets.get(member) ?? []) {
      if (socket.readyState === WebSocket.OPEN) socket.send(event);
    }
  }
  response.status(201).json(message);
});

const webSockets = new WebSocketServer({ server, perMessageDeflate: false });
webSockets.on('connection', (socket, request) => {
  const token = new URL(request.url ?? '', 'http://localhost').searchParams.get('token');
  const personId = personOf(`Bearer ${token ?? ''}`);
  if (personId === null) {
    socket.close(4001);
    return;
  }
  const own = sockets.get(personId) ?? new Set();
  sockets.set(personId, own.add(socket));
  socket.on('close', () => own.delete(socket));
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify(seedFromArguments(store, port))}\n`);
});
