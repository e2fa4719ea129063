// Says back what it is told, in every conversation that it is in. Node 20 or later, nothing else.
// FUTURE_TALK_URL=http://127.0.0.1:8000 FUTURE_TALK_BOT_TOKEN=… node echo-bot.mjs

const server = process.env.FUTURE_TALK_URL ?? 'http://127.0.0.1:8000';
const token = process.env.FUTURE_TALK_BOT_TOKEN;

async function call(method, path, body) {
  const response = await fetch(`${server}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.error_code}: ${answer.detail}`);
  return answer;
}

const me = await call('GET', '/auth/me');
let { next_cursor: cursor } = await call('GET', '/messages/sync');
console.log(`${me.username} listens`);

for (;;) {
  const page = await call('GET', `/messages/sync?cursor=${cursor}`);
  for (const event of page.events) {
    if (event.type !== 'new_message' || event.message.sender_id === me.id) continue;
    await call('POST', `/messages/conversations/${event.conversation_id}/messages`, {
      content: event.message.content,
      // The same message is not answered twice, whatever happens in between.
      client_message_id: `echo ${event.message.id}`,
    });
  }
  cursor = page.next_cursor;
  if (!page.has_more) await new Promise((resolve) => setTimeout(resolve, 1_000));
}
