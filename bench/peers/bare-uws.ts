/** What uWebSockets.js alone does: a route with neither a database nor anything to check, and publish. */
import { randomUUID } from 'node:crypto';
import { uws } from '#server/http/uws.ts';

const headers = 'application/json; charset=utf-8';
const eventBytes = 1_050;
let seq = 0;

const app = uws().App();
app.post('/echo', (response) => {
  response.onAborted(() => undefined);
  response.onData((_piece, isLast) => {
    if (isLast) response.cork(() => void response.end('ok'));
  });
});
app.post('/conversations/:id/messages', (response, request) => {
  const conversationId = request.getParameter(0) ?? '';
  let text = '';
  response.onAborted(() => undefined);
  response.onData((piece, isLast) => {
    text += Buffer.from(piece).toString();
    if (!isLast) return;
    const draft = JSON.parse(text) as { content: string; client_message_id: string };
    seq += 1;
    const message = {
      id: randomUUID(),
      conversation_id: conversationId,
      seq,
      sender_id: conversationId,
      client_message_id: draft.client_message_id,
      content: draft.content,
      created_at: new Date().toISOString(),
    };
    response.cork(() => {
      response.writeStatus('201 Created').writeHeader('Content-Type', headers);
      response.end(JSON.stringify(message));
    });
  });
});
app.ws('/listen', {
  maxBackpressure: 64 * 1_048_576,
  open: (socket) => void socket.subscribe('everybody'),
});
app.post('/publish', (response) => {
  let text = '';
  response.onAborted(() => undefined);
  response.onData((piece, isLast) => {
    text += Buffer.from(piece).toString();
    if (!isLast) return;
    // As long as the event of a message.
    app.publish('everybody', text.padEnd(eventBytes));
    response.cork(() => void response.writeStatus('201 Created').end('ok'));
  });
});
app.listen('127.0.0.1', 0, (socket) => {
  if (socket === false) throw new Error('cannot listen');
  const url = `http://127.0.0.1:${String(uws().us_socket_local_port(socket))}`;
  process.stdout.write(`${JSON.stringify({ url })}\n`);
});
