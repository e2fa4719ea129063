import { once } from 'node:events';
import { connect } from 'node:net';
import { checkMark, markedBytes, markEveryBytes } from './marked-bytes.ts';

export interface FileJob {
  url: string;
  byteCount: number;
}

export interface FileAnswer {
  milliseconds: number;
}

async function connected(url: URL) {
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  socket.setNoDelay(true);
  return socket;
}

/** Sends a file in one request; ends when the server says that it has it. */
export async function bareUpload({ url, byteCount }: FileJob): Promise<FileAnswer> {
  const target = new URL(url);
  const socket = await connected(target);
  const startedAt = performance.now();
  const answered = once(socket, 'data');
  socket.write(
    `PUT /file HTTP/1.1\r\nHost: ${target.host}\r\nContent-Length: ${String(byteCount)}\r\n\r\n`,
  );
  for (let number = 0; number * markEveryBytes < byteCount; number += 1) {
    if (!socket.write(Buffer.from(markedBytes(number)))) await once(socket, 'drain');
  }
  const [answer] = (await answered) as [Buffer];
  socket.destroy();
  if (!answer.toString('latin1').includes(' 204 ')) throw new Error(answer.toString('latin1'));
  return { milliseconds: performance.now() - startedAt };
}

/** Asks for the file in one request; its bytes are looked at, and let go. */
export async function bareDownload({ url, byteCount }: FileJob): Promise<FileAnswer> {
  const target = new URL(url);
  const socket = await connected(target);
  const startedAt = performance.now();
  socket.write(`GET /file/${String(byteCount)} HTTP/1.1\r\nHost: ${target.host}\r\n\r\n`);
  let at = -1;
  for await (const bytes of socket as AsyncIterable<Buffer>) {
    const body = at === -1 ? bytes.subarray(bytes.indexOf('\r\n\r\n') + 4) : bytes;
    at = Math.max(at, 0);
    const number = Math.ceil(at / markEveryBytes);
    const markAt = number * markEveryBytes - at;
    if (markAt + 4 <= body.length) checkMark(body.subarray(markAt), number);
    at += body.length;
    if (at >= byteCount) break;
  }
  if (at !== byteCount) throw new Error(`${String(at)} bytes came`);
  return { milliseconds: performance.now() - startedAt };
}
