import { expect, it } from 'vitest';
import { writeBytes } from '#server/http/write-bytes.ts';

type HttpResponse = Parameters<typeof writeBytes>[0];

/** How many bytes the connection takes of what is offered to it; none is left out where it is slow. */
type Takes = (offered: number) => number;

/** A connection as uWebSockets.js shows it, to a client that takes so much at a time. */
class FakeConnection {
  readonly events: string[] = [];
  taken = '';
  isGone = false;
  /** Resolves once a piece was not taken whole. */
  readonly isWaiting: Promise<void>;
  #waits: () => void = () => undefined;
  #onWritable: (offset: number) => boolean = () => true;
  #onGone: () => void = () => undefined;
  readonly #takes: Takes;

  constructor(takes: Takes = (offered) => offered) {
    this.#takes = takes;
    this.isWaiting = new Promise((resolve) => (this.#waits = resolve));
  }

  readonly client = {
    isGone: () => this.isGone,
    onGone: (listener: () => void) => {
      this.#onGone = listener;
      this.#waits();
    },
  };

  get response(): HttpResponse {
    const own = {
      cork: (work: () => void) => {
        work();
      },
      writeStatus: (line: string) => this.events.push(line),
      writeHeader: (name: string, value: string) => this.events.push(`${name}: ${value}`),
      getWriteOffset: () => this.taken.length,
      tryEnd: (piece: Uint8Array, total: number) => this.#offer(piece, total),
      onWritable: (listener: (offset: number) => boolean) => (this.#onWritable = listener),
      endWithoutBody: (length: number) => this.events.push(`empty ${String(length)}`),
      close: () => this.events.push('closed'),
    };
    return own as unknown as HttpResponse;
  }

  /** The client has read; answers whether it has the piece that it was in the middle of. */
  drain(): boolean {
    return this.#onWritable(this.taken.length);
  }

  go(): void {
    this.isGone = true;
    this.#onGone();
  }

  #offer(piece: Uint8Array, total: number): [boolean, boolean] {
    const count = Math.min(piece.length, this.#takes(piece.length));
    this.taken += Buffer.from(piece.subarray(0, count)).toString();
    return [count === piece.length, this.taken.length === total];
  }
}

function contentOf(pieces: string[], then: () => void = () => undefined) {
  return {
    length: pieces.join('').length,
    async *read() {
      for (const piece of pieces) yield Buffer.from(piece);
      then();
    },
  };
}

function send(connection: FakeConnection, content: ReturnType<typeof contentOf>): Promise<void> {
  const headers = { etag: '"1"' };
  return writeBytes(connection.response, { status: 206, headers, content }, connection.client);
}

it('sends the head once and every piece', async () => {
  const connection = new FakeConnection();
  await send(connection, contentOf(['one ', 'two ', 'three']));
  expect(connection.taken).toBe('one two three');
  expect(connection.events).toEqual(['206 Partial Content', 'etag: "1"']);
});

it('sends the head also of nothing', async () => {
  const connection = new FakeConnection();
  await send(connection, contentOf([]));
  expect(connection.events).toEqual(['206 Partial Content', 'etag: "1"', 'empty 0']);
});

it('offers a slow client what it has not taken yet, and only then the next piece', async () => {
  const connection = new FakeConnection(() => 3);
  const sent = send(connection, contentOf(['12345678', 'ab']));
  await connection.isWaiting;
  const seen = [connection.taken];
  for (const isTaken of [false, true]) {
    expect(connection.drain()).toBe(isTaken);
    seen.push(connection.taken);
  }
  await sent;
  expect(seen).toEqual(['123', '123456', '12345678']);
  expect(connection.taken).toBe('12345678ab');
});

it.each(['before', 'between', 'while it waits'] as const)(
  'reads no more for a client that has gone %s',
  async (when) => {
    const connection = new FakeConnection(when === 'while it waits' ? () => 1 : undefined);
    const read: string[] = [];
    const content = {
      length: 10,
      async *read() {
        for (const piece of ['first', 'second']) {
          if (when === 'before') connection.isGone = true;
          if (when === 'between' && piece === 'second') connection.isGone = true;
          read.push(piece);
          yield Buffer.from(piece);
        }
      },
    };
    const sent = send(connection, content);
    if (when === 'while it waits') {
      await connection.isWaiting;
      connection.go();
    }
    await sent;
    expect(read).toEqual(when === 'between' ? ['first', 'second'] : ['first']);
    expect(connection.taken).toBe({ before: '', between: 'first', 'while it waits': 'f' }[when]);
    expect(connection.events).not.toContain('closed');
  },
);

it.each([
  [false, ['206 Partial Content', 'etag: "1"', 'closed']],
  [true, ['206 Partial Content', 'etag: "1"']],
])(
  'of content that fails it closes the connection, unless that is gone: %j',
  async (isGone, events) => {
    const connection = new FakeConnection();
    const content = contentOf(['some'], () => {
      connection.isGone = isGone;
      throw new Error('the disk is gone');
    });
    await expect(send(connection, content)).rejects.toThrow('the disk is gone');
    expect(connection.events).toEqual(events);
  },
);
