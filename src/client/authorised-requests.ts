import type { AnswerBody, CallInput, EndpointDeclaration } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import type { Requests } from './requests.ts';
import type { Session } from './session.ts';

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
    const token = await this.#session.accessToken();
    try {
      return await this.#requests.send(endpoint, input, token);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'TOKEN_INVALID') throw error;
      const renewed = await this.#session.accessTokenAfter(token);
      return this.#requests.send(endpoint, input, renewed);
    }
  }
}
