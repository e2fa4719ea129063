import { once } from 'node:events';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Tokens } from '#protocol/accounts.ts';
import { binaryRecords, readBinaryRecord } from '#protocol/noise/binary-record.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import type { AgreementKey } from '#protocol/noise/noise-primitives.ts';
import { SealedHandshake } from '#protocol/noise/sealed-handshake.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import type { SealedAnswer } from '#protocol/sealed.ts';
import { password } from '../../../support/rest.ts';

type Value = Record<string, unknown>;
type Headers = Record<string, string>;

export function secureUrl(url: string): string {
  return `${url.replace('http', 'ws')}/api/v1/secure`;
}

/** A client of the sealed channel without any of the chat client's help, which may also misbehave. */
export class SealedPeer {
  readonly socket: WebSocket;
  /** Everything said to it that is no answer. */
  readonly events: Value[] = [];
  readonly answers: SealedAnswer[] = [];
  closed: { code: number; reason: string } | undefined;
  #line: Socket | undefined;
  #session: SealedSession | undefined;
  readonly #bytes = new Map<number, Uint8Array[]>();
  #lastId = 0;
  #wake: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('upgrade', (answer) => (this.#line = answer.socket));
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#changed();
    });
    socket.on('error', () => {
      this.#changed();
    });
    onTestFinished(() => {
      socket.terminate();
    });
  }

  static async connect(
    url: string,
    deviceKey: AgreementKey = nodePrimitives.generateKey(),
    headers: Headers = {},
  ): Promise<SealedPeer> {
    const socket = new WebSocket(secureUrl(url), { headers });
    const peer = new SealedPeer(socket);
    const staticKey = deviceKey;
    const handshake = new SealedHandshake({
      primitives: nodePrimitives,
      role: 'initiator',
      staticKey,
    });
    await once(socket, 'open');
    socket.send(handshake.write());
    const [second] = (await once(socket, 'message')) as [Buffer];
    handshake.read(second);
    socket.send(handshake.write());
    peer.#begin(handshake.finish({ receiveMaxBytes: 50_000_000 }));
    return peer;
  }

  get session(): SealedSession {
    if (this.#session === undefined) throw new Error('no session');
    return this.#session;
  }

  say(value: unknown): void {
    for (const frame of this.session.sealJson(JSON.stringify(value))) this.socket.send(frame);
  }

  /** Everything that is said meanwhile goes out in one piece, and so arrives in one. */
  inOnePiece<T>(say: () => T): T {
    this.#line?.cork();
    const said = say();
    this.#line?.uncork();
    return said;
  }

  /** A REST call with headers and bytes instead of a body, or bytes in the answer. */
  async callWithBytes(
    method: string,
    path: string,
    { headers, bytes, token }: { headers?: Headers; bytes?: Uint8Array; token?: string } = {},
  ): Promise<SealedAnswer & { content: Buffer }> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.say({ id, method, path: `/api/v1${path}`, headers, bytes: bytes?.length, token });
    this.sayBytes(id, bytes ?? new Uint8Array());
    for (;;) {
      const answer = this.answers.find((each) => each.id === id);
      const content = Buffer.concat(this.#bytes.get(id) ?? []);
      if (answer !== undefined && content.length === (answer.bytes ?? 0)) {
        return { ...answer, content };
      }
      await this.change();
    }
  }

  sayBytes(id: number, bytes: Uint8Array): void {
    for (const record of binaryRecords(id, [bytes])) {
      this.socket.send(this.session.sealOne(record));
    }
  }

  /** A REST call below `/api/v1`, and its answer. */
  async call<B = unknown>(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<SealedAnswer & { body: B }> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.say({ id, method, path: `/api/v1${path}`, body, token });
    for (;;) {
      const answer = this.answers.find((each) => each.id === id);
      if (answer !== undefined) return answer as SealedAnswer & { body: B };
      await this.change();
    }
  }

  async signUp(username: string): Promise<Tokens> {
    const { status, body } = await this.call<Tokens>('POST', '/auth/register', {
      username,
      password,
    });
    if (status !== 201) throw new Error(`sign-up failed: ${JSON.stringify(body)}`);
    return body;
  }

  async authenticate(token: string): Promise<Value> {
    const before = this.events.length;
    this.say({ type: 'authenticate', data: { token } });
    return this.until((event) =>
      this.events.indexOf(event) >= before
        ? event['type'] === 'connection_established' || event['type'] === 'error'
        : false,
    );
  }

  /** The first event that fits, whether it has come already or not. */
  async until(fits: (event: Value) => boolean): Promise<Value> {
    for (;;) {
      const found = this.events.find(fits);
      if (found !== undefined) return found;
      await this.change();
    }
  }

  async whenClosed(): Promise<{ code: number; reason: string }> {
    while (this.closed === undefined) await this.#next();
    return this.closed;
  }

  /** @throws when it closes instead */
  async change(): Promise<void> {
    if (this.closed !== undefined) throw new Error(`closed: ${JSON.stringify(this.closed)}`);
    await this.#next();
  }

  #begin(session: SealedSession): void {
    this.#session = session;
    this.socket.on('message', (frame: Buffer) => {
      const content = session.open(frame);
      if (content?.kind === 'binary') {
        const { id, bytes } = readBinaryRecord(content.bytes);
        this.#bytes.set(id, [...(this.#bytes.get(id) ?? []), bytes]);
        this.#changed();
      }
      if (content?.kind === 'json') this.#hear(content.text);
      if (content?.kind === 'json-lines') for (const text of content.texts) this.#hear(text);
    });
  }

  #hear(text: string): void {
    const value = JSON.parse(text) as Value;
    if ('id' in value) this.answers.push(value as SealedAnswer);
    else this.events.push(value);
    this.#changed();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve);
    });
  }

  #changed(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
