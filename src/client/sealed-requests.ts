import { sealedAnswer } from '#protocol/sealed.ts';
import { ArrivingBytes } from './arriving-bytes.ts';
import type { ClientError } from './client-error.ts';
import type { TransportResponse } from './transport.ts';

interface Pending {
  resolve: (response: TransportResponse) => void;
  reject: (error: ClientError) => void;
  deadline: NodeJS.Timeout;
}

/** Matches answers to the requests that wait for them. */
export class SealedRequests {
  readonly #pending = new Map<number, Pending>();
  readonly #arriving = new ArrivingBytes();
  #lastId = 0;

  get count(): number {
    return this.#pending.size;
  }

  /**
   * @param send called at once with the request's id
   * @param late what it is to reject with when no answer comes in time
   */
  ask(
    timeoutMs: number,
    late: () => ClientError,
    send: (id: number) => void,
  ): Promise<TransportResponse> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.fail(id, late());
      }, timeoutMs);
      this.#pending.set(id, { resolve, reject, deadline });
      send(id);
    });
  }

  /** False for what is no answer. An answer that nobody waits for any more is passed over. */
  answer(value: unknown): boolean {
    const parsed = sealedAnswer.safeParse(value);
    if (!parsed.success) return false;
    const { id, status, body, headers = {}, bytes: length } = parsed.data;
    if (length === undefined) {
      this.#take(id)?.resolve({ status, headers, body });
      return true;
    }
    // They come whether or not somebody still waits for them.
    this.#arriving.expect(id, length, (bytes) => {
      this.#take(id)?.resolve({ status, headers, body, bytes });
    });
    return true;
  }

  /** Bytes of an answer. @throws NoiseError for those that no answer has announced */
  receiveBytes(record: Uint8Array): void {
    this.#arriving.add(record);
  }

  fail(id: number, error: ClientError): void {
    this.#take(id)?.reject(error);
  }

  failAll(error: ClientError): void {
    for (const id of [...this.#pending.keys()]) this.fail(id, error);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.deadline);
    return pending;
  }
}
