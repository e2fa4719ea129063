import { socketPath } from '#protocol/connection.ts';
import { HttpConnection } from './http-connection.ts';
import { RawSocket } from './raw-socket.ts';
import { SealedSocket } from './sealed-socket.ts';
import { headOf, withBody } from './sends.ts';

export interface LineAnswer {
  status: number;
  /** Latin-1, or UTF-8 over a sealed channel: what is measured needs no texts. */
  body: string;
}

/** Somebody's way to the server: a socket that stays open, and requests. */
export interface PersonLine {
  request(method: string, path: string, body?: string): Promise<LineAnswer>;
  heartbeat(): void;
  close(): void;
}

const heartbeat = Buffer.from('{"type":"heartbeat"}');
/** `{"type":"new_message"` and no other event has this letter here. */
const typeAt = '{"type":"'.length;
const letterOfMessages = 'n'.charCodeAt(0);

/** Connections for requests, as many as are asked at once: kept, and used again by whoever comes next. */
export class HttpPool {
  readonly url: URL;
  readonly #free: HttpConnection[] = [];

  constructor(url: URL) {
    this.url = url;
  }

  /** @throws where the server closes the connection */
  async request(request: string): Promise<LineAnswer> {
    let connection = this.#free.pop();
    while (connection?.isOpen === false) connection = this.#free.pop();
    connection ??= await HttpConnection.open(this.url);
    const answer = await connection.request(request);
    this.#free.push(connection);
    return answer;
  }

  close(): void {
    for (const connection of this.#free.splice(0)) connection.close();
  }
}

/** @param onMessage hears of each message that is delivered */
export async function openPlainLine(
  pool: HttpPool,
  token: string,
  onMessage: () => void,
): Promise<PersonLine> {
  const { url } = pool;
  const socket = await RawSocket.open(url, `${socketPath}?token=${token}`);
  socket.onMessage = (event) => {
    if (event[typeAt] === letterOfMessages) onMessage();
  };
  return {
    request: (method, path, body) => {
      const head = headOf(url, method, path, token);
      return pool.request(body === undefined ? `${head}\r\n` : withBody(head, body));
    },
    heartbeat: () => {
      socket.send(heartbeat, { isBinary: false });
    },
    close: () => {
      socket.close();
    },
  };
}

const answerStart = /^\{"id":(\d+),"status":(\d+)/;

/** The same with everything over one sealed channel. */
export async function openSealedLine(
  url: URL,
  token: string,
  onMessage: () => void,
): Promise<PersonLine> {
  const socket = await SealedSocket.open(url);
  await socket.authenticate(token);
  const waiting = new Map<number, (answer: LineAnswer) => void>();
  let lastId = 0;
  socket.onText = (text) => {
    const [, id, status] = answerStart.exec(text) ?? [];
    if (id === undefined) {
      if (text.charCodeAt(typeAt) === letterOfMessages) onMessage();
      return;
    }
    waiting.get(Number(id))?.({ status: Number(status), body: text });
    waiting.delete(Number(id));
  };
  return {
    request: (method, path, body) => {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        const call = `{"id":${String(id)},"method":"${method}","path":"${path}"`;
        socket.send(body === undefined ? `${call}}` : `${call},"body":${body}}`);
      });
    },
    heartbeat: () => {
      socket.send(heartbeat.toString());
    },
    close: () => {
      socket.close();
    },
  };
}
