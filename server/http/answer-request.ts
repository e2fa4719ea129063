import type { Logger } from 'pino';
import type { ByteContent } from '#protocol/bytes.ts';
import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import type { Traffic } from '../watching/traffic.ts';
import type { Dispatcher, IncomingRequest } from './dispatcher.ts';
import { errorAnswer } from './error-answer.ts';
import type { Answer } from './write-answer.ts';

export interface RefusingOptions {
  logger: Logger;
  traffic: Traffic;
}

export interface AnsweringOptions extends RefusingOptions {
  dispatcher: Dispatcher;
}

/** JSON, or bytes instead. */
export interface FullAnswer extends Answer {
  content?: ByteContent;
}

/** The answer to a request from any transport; never rejects. One of the places that catch. */
export async function answerRequest(
  options: AnsweringOptions,
  incoming: IncomingRequest,
): Promise<FullAnswer> {
  const startedAt = performance.now();
  let endpoint: EndpointDeclaration | null = null;
  let answer: FullAnswer;
  try {
    const match = options.dispatcher.match(incoming);
    endpoint = match.route.endpoint;
    const { status, headers, body, content } = await options.dispatcher.dispatch(match, incoming);
    answer = { status, headers, body, ...(content && { content }) };
  } catch (cause) {
    answer = refuse(options, incoming.requestId, cause, endpoint);
  }
  const durationMs = performance.now() - startedAt;
  options.traffic.countRequest(endpoint, answer.status, durationMs);
  logAnswer(options.logger, incoming.requestId, { endpoint, status: answer.status, durationMs });
  return answer;
}

/** What a request that fails is answered with; what nobody expected is in the log. */
export function refuse(
  { logger, traffic }: RefusingOptions,
  requestId: string,
  cause: unknown,
  endpoint: EndpointDeclaration | null = null,
): FullAnswer {
  const answer = errorAnswer(cause);
  traffic.countRefusal(answer.body.error_code);
  if (!(cause instanceof AppError)) {
    logger.error({ err: cause, requestId, ...named(endpoint) }, 'request failed');
  }
  return answer;
}

interface Answered {
  endpoint: EndpointDeclaration | null;
  status: number;
  durationMs: number;
}

function logAnswer(logger: Logger, requestId: string, { endpoint, status, durationMs }: Answered) {
  if (!logger.isLevelEnabled('debug')) return;
  logger.debug({ requestId, ...named(endpoint), status, durationMs }, 'request answered');
}

/** By the contract's path: a request's own may hold what somebody is called, or a code. */
function named(endpoint: EndpointDeclaration | null): { method?: string; path?: string } {
  return endpoint === null ? {} : { method: endpoint.method, path: endpoint.path };
}
