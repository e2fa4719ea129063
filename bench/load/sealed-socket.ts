import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { SealedHandshake } from '#protocol/noise/sealed-handshake.ts';
import type { AgreementKey } from '#protocol/noise/noise-primitives.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { limits } from '#protocol/limits.ts';
import { sealedPath } from '#protocol/sealed.ts';
import { RawSocket } from './raw-socket.ts';

/** A sealed channel on a bare socket. */
export class SealedSocket {
  readonly #socket: RawSocket;
  readonly #session: SealedSession;
  /** Hears of the contents of binary records. */
  onBytes: (record: Uint8Array) => void = () => undefined;

  private constructor(socket: RawSocket, session: SealedSession) {
    this.#socket = socket;
    this.#session = session;
  }

  /** @param staticKey the device's, which it has had for long */
  static async open(
    url: URL,
    staticKey: AgreementKey = nodePrimitives.generateKey(),
  ): Promise<SealedSocket> {
    const socket = await RawSocket.open(url, sealedPath);
    const handshake = new SealedHandshake({
      primitives: nodePrimitives,
      role: 'initiator',
      staticKey,
    });
    const answered = new Promise<Buffer>((resolve) => {
      socket.onMessage = resolve;
    });
    socket.send(handshake.write(), { isBinary: true });
    handshake.read(await answered);
    socket.send(handshake.write(), { isBinary: true });
    socket.onMessage = () => undefined;
    const session = handshake.finish({ receiveMaxBytes: limits.sealedAnswerMaxBytes });
    return new SealedSocket(socket, session);
  }

  send(text: string): void {
    for (const frame of this.#session.sealJson(text)) this.#socket.send(frame, { isBinary: true });
  }

  sendBytes(records: Iterable<Uint8Array>): void {
    for (const record of records) {
      this.#socket.send(this.#session.sealOne(record), { isBinary: true });
    }
  }

  /** Says whose channel it is; resolves once the server has said that events come. */
  authenticate(token: string): Promise<void> {
    this.send(JSON.stringify({ type: 'authenticate', data: { token } }));
    return new Promise((resolve, reject) => {
      this.onText = (text) => {
        if (text.includes('"connection_established"')) resolve();
        else reject(new Error(text));
      };
    });
  }

  /** Hears of texts, opened. */
  set onText(listener: (text: string) => void) {
    this.#socket.onMessage = (payload) => {
      const content = this.#session.open(payload);
      if (content?.kind === 'json') listener(content.text);
      else if (content?.kind === 'json-lines') for (const text of content.texts) listener(text);
      else if (content?.kind === 'binary') this.onBytes(content.bytes);
    };
  }

  /** Hears of frames as they came. */
  set onFrame(listener: (frame: Buffer) => void) {
    this.#socket.onMessage = listener;
  }

  close(): void {
    this.#socket.close();
  }
}
