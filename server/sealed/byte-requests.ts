import { AppError } from '#protocol/errors.ts';
import { NoiseError } from '#protocol/noise/noise-error.ts';
import { readBinaryRecord } from '#protocol/noise/binary-record.ts';

/** The bytes that one request has announced. */
export interface AnnouncedBytes {
  stream(): AsyncIterable<Uint8Array>;
  /** Nobody will read them: they are let through. */
  discard(): void;
}

interface Coming {
  pieces: Uint8Array[];
  /** Bytes that have not come yet. */
  missing: number;
  isDiscarded: boolean;
  isOver: boolean;
  wake: (() => void) | undefined;
}

/** Hands the binary records of one channel to the requests that announced them. */
export class ByteRequests {
  readonly #coming = new Map<number, Coming>();
  #isOver = false;

  /** Requests whose bytes have not all come. */
  get count(): number {
    return this.#coming.size;
  }

  /** @throws NoiseError `malformed record` for an id whose bytes are still coming */
  announce(id: number, length: number): AnnouncedBytes {
    if (this.#coming.has(id)) throw new NoiseError('malformed record');
    const coming: Coming = {
      pieces: [],
      missing: length,
      isDiscarded: false,
      isOver: this.#isOver,
      wake: undefined,
    };
    if (length > 0) this.#coming.set(id, coming);
    return {
      stream: () => streamOf(coming),
      discard: () => {
        coming.isDiscarded = true;
        coming.pieces = [];
      },
    };
  }

  /** @throws NoiseError `malformed record` for bytes that nobody has announced */
  receive(content: Uint8Array): void {
    const { id, bytes } = readBinaryRecord(content);
    const coming = this.#coming.get(id);
    if (coming === undefined || bytes.length > coming.missing) {
      throw new NoiseError('malformed record');
    }
    coming.missing -= bytes.length;
    if (!coming.isDiscarded) coming.pieces.push(bytes);
    if (coming.missing === 0) this.#coming.delete(id);
    coming.wake?.();
  }

  /** The channel has ended: what has not come will not come. */
  end(): void {
    this.#isOver = true;
    for (const coming of this.#coming.values()) {
      coming.isOver = true;
      coming.wake?.();
    }
    this.#coming.clear();
  }
}

async function* streamOf(coming: Coming): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = coming.pieces.shift();
    if (piece !== undefined) {
      yield piece;
    } else if (coming.missing === 0) {
      return;
    } else if (coming.isOver) {
      throw new AppError('MALFORMED_REQUEST');
    } else {
      await new Promise<void>((resolve) => {
        coming.wake = resolve;
      });
    }
  }
}
