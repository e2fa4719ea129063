// Says back what it is told, with the typed client: over the sealed channel, so from any computer.
// FUTURE_TALK_URL=http://192.168.1.5:8000 FUTURE_TALK_BOT_TOKEN=… npx tsx sealed-bot.ts
import { ChatClient, newDeviceKey, VolatileMemory } from 'future-talk-client';

const { FUTURE_TALK_URL, FUTURE_TALK_BOT_TOKEN, FUTURE_TALK_SERVER_KEY } = process.env;
/** `public_key` of `GET /api/v1/server`, read where nobody stands in between; without it, whoever answers is believed. */
const serverKey = FUTURE_TALK_SERVER_KEY;

const client = new ChatClient({
  url: FUTURE_TALK_URL ?? 'http://127.0.0.1:8000',
  deviceName: 'The sealed bot',
  // Nothing is kept: after a restart it hears what is new from then on.
  memory: new VolatileMemory(),
  sealed: {
    deviceKey: newDeviceKey(),
    expectedServerKey: serverKey === undefined ? null : Buffer.from(serverKey, 'base64url'),
  },
});

const me = await client.useBotToken(FUTURE_TALK_BOT_TOKEN ?? '');

client.on('event', (event) => {
  if (event.type !== 'new_message' || event.message.sender_id === me.id) return;
  const { conversation_id, message } = event;
  // It waits here while the server is away, and is sent once.
  client.outbox.send({ conversation_id, content: message.content });
});
client.on('connection', ({ status }) => {
  if (status === 'online') console.log(`${me.username} listens`);
});
client.connect();
