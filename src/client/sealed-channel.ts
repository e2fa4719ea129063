import { platform } from '#platform';
import { closeCodes } from '#protocol/close-codes.ts';
import { limits } from '#protocol/limits.ts';
import { NoiseError } from '#protocol/noise/noise-error.ts';
import type { AgreementKey } from '#protocol/noise/noise-primitives.ts';
import { SealedHandshake } from '#protocol/noise/sealed-handshake.ts';
import type { SealedSession } from '#protocol/noise/sealed-session.ts';
import { ClientError } from './client-error.ts';
import type { Wire, WireListener } from './platform/wire.ts';

export interface SealedChannelOptions {
  /** `ws:` or `wss:`. */
  url: URL;
  deviceKey: AgreementKey;
  /** Asked before this side shows itself; a rejection ends the channel with that error. */
  trust: (serverKey: Uint8Array) => Promise<void>;
  /** JSON, once the channel is open. */
  onText: (text: string) => void;
  /** A piece of an answer's bytes. What it throws as NoiseError ends the channel. */
  onBytes: (record: Uint8Array) => void;
  /** Once, also when the channel never opened. */
  onEnd: (end: ChannelEnd) => void;
}

export interface ChannelEnd {
  /** The close code (RFC 6455); 1006 when there was none. */
  code: number;
  error: ClientError;
}

const abnormalClosure = 1006;

/** What may stand unsent before the next piece of a file waits: a text is never behind more. */
const unsentMaxBytes = 131_072;

/** One WebSocket with a sealed session in it. */
export class SealedChannel {
  /** Resolves when the session stands; rejects with ClientError. */
  readonly opened: Promise<void>;
  /** Resolves when nothing of the socket is left. */
  readonly gone: Promise<void>;
  readonly #options: SealedChannelOptions;
  readonly #wire: Wire;
  readonly #handshake: SealedHandshake;
  readonly #timeout: NodeJS.Timeout;
  #session: SealedSession | null = null;
  #isDeciding = false;
  #isOver = false;
  #resolveOpened: () => void = () => undefined;
  #rejectOpened: (error: ClientError) => void = () => undefined;

  constructor(options: SealedChannelOptions) {
    this.#options = options;
    this.#handshake = new SealedHandshake({
      primitives: platform.primitives,
      role: 'initiator',
      staticKey: options.deviceKey,
    });
    this.opened = new Promise((resolve, reject) => {
      this.#resolveOpened = resolve;
      this.#rejectOpened = reject;
    });
    // Whoever waits for it hears of the failure; when nobody does, onEnd has told.
    this.opened.catch(() => undefined);
    this.#timeout = setTimeout(() => {
      this.#fail('UNREACHABLE', `Cannot reach ${options.url.host}: no answer in time`);
    }, limits.sealedHandshakeTimeoutMs);
    let isGone: () => void = () => undefined;
    this.gone = new Promise((resolve) => {
      isGone = resolve;
    });
    this.#wire = platform.openWire(options.url, this.#listener(isGone));
  }

  /** @throws ClientError unless the channel is open */
  send(text: string): void {
    const session = this.#session;
    if (session === null || this.#isOver) throw this.#unreachable('the connection is closed');
    for (const frame of session.sealJson(text)) this.#wire.send(frame);
  }

  /**
   * Sends records one after another, a few at a time, so that texts need not wait behind all of them.
   * Gives up quietly when the channel ends.
   */
  sendBytes(records: Iterator<Uint8Array>): void {
    while (!this.#isOver && this.#session !== null) {
      const next = records.next();
      if (next.done === true) return;
      const frame = this.#session.sealOne(next.value);
      if (this.#wire.bufferedAmount < unsentMaxBytes) {
        this.#wire.send(frame);
        continue;
      }
      this.#wire.send(frame, () => {
        this.sendBytes(records);
      });
      return;
    }
  }

  close(): void {
    this.#end(closeCodes.normal, '', this.#unreachable('the connection was closed'));
  }

  #listener(isGone: () => void): WireListener {
    return {
      onOpen: () => {
        this.#guarded(() => {
          this.#wire.send(this.#handshake.write());
        });
      },
      onMessage: (frame) => {
        this.#guarded(() => {
          if (frame === null) throw new NoiseError('unexpected message');
          this.#receive(frame);
        });
      },
      onRefused: (status) => {
        this.#refused(status);
      },
      onError: (cause) => {
        this.#end(abnormalClosure, '', this.#unreachable('the connection failed', cause));
      },
      onClose: (code, reason) => {
        const why = reason === '' ? 'the connection was lost' : reason;
        this.#end(code, '', this.#unreachable(why));
        isGone();
      },
    };
  }

  #receive(frame: Uint8Array): void {
    if (this.#isOver) return;
    if (this.#session === null) {
      if (this.#isDeciding) throw new NoiseError('unexpected message');
      this.#handshake.read(frame);
      void this.#decide();
      return;
    }
    const content = this.#session.open(frame);
    if (content === null) return;
    if (content.kind === 'binary') this.#options.onBytes(content.bytes);
    else if (content.kind === 'json') this.#options.onText(content.text);
    else this.#receiveAll(content.texts);
  }

  /** Whoever hears one of them may end the channel: then nobody hears the rest. */
  #receiveAll(texts: readonly string[]): void {
    for (const text of texts) if (!this.#isOver) this.#options.onText(text);
  }

  /** The server has shown its key; this side's own goes out only after the key is found good. */
  async #decide(): Promise<void> {
    this.#isDeciding = true;
    const { remoteKey } = this.#handshake;
    try {
      if (remoteKey === null) throw new NoiseError('unexpected message');
      await this.#options.trust(remoteKey);
      if (this.#isOver) return;
      this.#wire.send(this.#handshake.write());
      this.#session = this.#handshake.finish({ receiveMaxBytes: limits.sealedAnswerMaxBytes });
      clearTimeout(this.#timeout);
      this.#resolveOpened();
    } catch (cause) {
      this.#failWith(cause);
    }
  }

  #guarded(work: () => void): void {
    if (this.#isOver) return;
    try {
      work();
    } catch (cause) {
      this.#failWith(cause);
    }
  }

  #failWith(cause: unknown): void {
    if (cause instanceof ClientError) {
      this.#end(closeCodes.normal, '', cause);
    } else if (cause instanceof NoiseError) {
      const error = this.#unreachable(`the sealed channel broke: ${cause.failure}`, cause);
      this.#end(closeCodes.sealedProtocolError, cause.failure, error);
    } else {
      this.close();
      throw cause;
    }
  }

  #refused(status: number): void {
    const { host } = this.#options.url;
    // Too many at once, or about to close: it is a server, and will answer another time.
    const isBusy = status === 429 || status >= 500;
    if (isBusy) this.#fail('UNREACHABLE', `${host} takes no connections just now`);
    else this.#fail('NOT_A_SERVER', `What answers at ${host} is not a Future Talk server`);
  }

  #fail(code: 'UNREACHABLE' | 'NOT_A_SERVER', detail: string): void {
    this.#end(abnormalClosure, '', new ClientError(code, detail));
  }

  #end(code: number, reason: string, error: ClientError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timeout);
    this.#handshake.erase();
    this.#session?.erase();
    // Codes that stand for the absence of one may not be sent.
    if (code === abnormalClosure) this.#wire.terminate();
    else this.#wire.close(code, reason);
    this.#rejectOpened(error);
    this.#options.onEnd({ code, error });
  }

  #unreachable(reason: string, cause?: unknown): ClientError {
    const detail = `Cannot reach ${this.#options.url.host}: ${reason}`;
    return new ClientError('UNREACHABLE', detail, cause);
  }
}
