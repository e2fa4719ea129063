import type { AnswerBody, CallInput, EndpointDeclaration } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import type { RawRequest, Requests } from './requests.ts';
import type { Session } from './session.ts';
import type { TransportResponse } from './transport.ts';

/** Requests in the name of whoever is signed in. */
export class AuthorisedRequests {
  readonly #requests: Requests;
  readonly #session: Session;

  constructor(requests: Requests, session: Session) {
    this.#requests = requests;
    this.#session = session;
  }

  /**
   * Throws AppError, or ClientError. A token that the server no longer takes is renewed and the
   * request repeated, once: a refused token means that nothing was done.
   */
  async call<E extends EndpointDeclaration>(
    endpoint: E,
    input: CallInput<E>,
  ): Promise<AnswerBody<E>> {
    if (endpoint.access === 'open') return this.#requests.send(endpoint, input, null);
    return this.#withToken((token) => this.#requests.send(endpoint, input, token));
  }

  /** The same for bytes and for tus; answers any success as it came. */
  callRaw(request: RawRequest): Promise<TransportResponse> {
    return this.#withToken((token) => this.#requests.sendRaw(request, token));
  }

  async #withToken<T>(send: (token: string) => Promise<T>): Promise<T> {
    const token = await this.#session.accessToken();
    try {
      return await send(token);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'TOKEN_INVALID') throw error;
      return send(await this.#session.accessTokenAfter(token));
    }
  }
}
