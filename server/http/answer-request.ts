import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { ByteContent } from '#protocol/bytes.ts';
import { AppError } from '#protocol/errors.ts';
import type { Dispatcher, IncomingRequest } from './dispatcher.ts';
import { errorAnswer } from './error-answer.ts';
import type { Answer } from './write-answer.ts';

export interface AnsweringOptions {
  dispatcher: Dispatcher;
  logger: Logger;
}

/** JSON, or bytes instead. */
export interface FullAnswer extends Answer {
  content?: ByteContent;
}

/** The answer to a request from any transport; never rejects. One of the places that catch. */
export async function answerRequest(
  { dispatcher, logger }: AnsweringOptions,
  incoming: IncomingRequest,
): Promise<FullAnswer> {
  try {
    const { status, headers, body, content } = await dispatcher.dispatch(incoming);
    return { status, headers, body, ...(content && { content }) };
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
