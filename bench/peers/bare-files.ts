/** What uWebSockets.js alone does with a file: its bytes as they come, to the disk and back. `bare-files.ts FILE` */
import { open } from 'node:fs/promises';
import { HttpBody } from '#server/http/body-stream.ts';
import { uws } from '#server/http/uws.ts';
import { writeBytes } from '#server/http/write-bytes.ts';

const path = process.argv[2] ?? '';
const pieceBytes = 1_048_576;

/** Answers once all of it is on the disk. */
async function receive(body: HttpBody): Promise<void> {
  const file = await open(path, 'w');
  for await (const piece of body.stream()) await file.write(piece);
  await file.datasync();
  await file.close();
}

async function* pieces(byteCount: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  const buffer = Buffer.alloc(pieceBytes);
  for (let at = 0; at < byteCount; at += pieceBytes) {
    const { bytesRead } = await file.read(buffer, 0, pieceBytes, at);
    yield buffer.subarray(0, bytesRead);
  }
  await file.close();
}

const app = uws().App();
app.put('/file', (response) => {
  const body = new HttpBody(response);
  response.onAborted(() => {
    body.abort();
  });
  void receive(body).then(() => {
    response.cork(() => void response.writeStatus('204 No Content').endWithoutBody());
  });
});
app.get('/file/:length', (response, request) => {
  const length = Number(request.getParameter(0));
  let leave: () => void = () => undefined;
  let isGone = false;
  response.onAborted(() => {
    isGone = true;
    leave();
  });
  const client = {
    isGone: () => isGone,
    onGone: (listener: () => void) => {
      leave = listener;
    },
  };
  const content = { length, read: () => pieces(length) };
  void writeBytes(response, { status: 200, headers: {}, content }, client);
});
app.listen('127.0.0.1', 0, (socket) => {
  if (socket === false) throw new Error('cannot listen');
  const url = `http://127.0.0.1:${String(uws().us_socket_local_port(socket))}`;
  process.stdout.write(`${JSON.stringify({ url })}\n`);
});
