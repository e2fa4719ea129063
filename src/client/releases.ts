import { getRelease } from '#protocol/releases.ts';
import type { SignedRelease } from '#protocol/releases.ts';
import type { AuthorisedRequests } from './authorised-requests.ts';
import { ClientError } from './client-error.ts';

const pieceTimeoutMs = 60_000;

/** The release of the app that the server hands on. Nothing of it is checked here. */
export class Releases {
  readonly #requests: AuthorisedRequests;

  constructor(requests: AuthorisedRequests) {
    this.#requests = requests;
  }

  /** Null where there is none. Throws AppError or ClientError. */
  async offered(): Promise<SignedRelease | null> {
    return (await this.#requests.call(getRelease, {})).release;
  }

  /** Of a file of it, from `first` on: at most a mebibyte, and at least a byte. */
  async piece(name: string, first: number): Promise<Uint8Array> {
    const { bytes } = await this.#requests.callRaw({
      method: 'GET',
      path: `/api/v1/release/files/${encodeURIComponent(name)}?first=${first}`,
      answersBytes: true,
      timeoutMs: pieceTimeoutMs,
    });
    if (bytes !== undefined && bytes.length > 0) return bytes;
    throw new ClientError('NOT_A_SERVER', 'The server sent nothing of the file asked for');
  }
}
