import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { Dispatcher, IncomingRequest } from './dispatcher.ts';
import { errorAnswer } from './error-answer.ts';
import type { Answer } from './write-answer.ts';

export interface AnsweringOptions {
  dispatcher: Dispatcher;
  logger: Logger;
}

/** The answer to a request from any transport; never rejects. One of the places that catch. */
export async function answerRequest(
  { dispatcher, logger }: AnsweringOptions,
  incoming: IncomingRequest,
): Promise<Answer> {
  try {
    const { status, body } = await dispatcher.dispatch(incoming);
    return { status, headers: {}, body };
  } catch (cause) {
    const answer = errorAnswer(cause);
    if (!(cause instanceof AppError)) {
      const requestId = randomUUID();
      answer.headers['X-Request-Id'] = requestId;
      const { method, path } = incoming;
      logger.error({ err: cause, requestId, method, path }, 'request failed');
    }
    return answer;
  }
}
