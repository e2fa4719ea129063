import type { Access, Answer, EndpointDeclaration, ParsedRequest } from '#protocol/endpoint.ts';
import type { Caller, Origin } from '../access/caller.ts';

/** What a handler gets: the parsed parts, and who asks; open endpoints have no caller. */
export type HandlerRequest<E extends EndpointDeclaration> = ParsedRequest<E> & {
  origin: Origin;
  caller: CallerOf<E['access']>;
  /** The body as it comes; empty where the endpoint takes none. */
  bytes: AsyncIterable<Uint8Array>;
  /** Bytes that one answer may carry by this transport. */
  answerMaxBytes: number;
};

type CallerOf<A extends Access> = A extends 'open'
  ? null
  : A extends 'link' | 'host'
    ? Caller | null
    : Caller;

export type Handler<E extends EndpointDeclaration> = (
  request: HandlerRequest<E>,
) => Promise<Answer<E>>;

export interface Route {
  endpoint: EndpointDeclaration;
  handle(request: {
    params: unknown;
    query: unknown;
    body: unknown;
    origin: Origin;
    caller: Caller | null;
    headers: unknown;
    bytes: AsyncIterable<Uint8Array>;
    answerMaxBytes: number;
  }): Promise<RouteAnswer>;
}

export interface RouteAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/**
 * Binds a declared endpoint to its handler. The dispatcher parses every part by the endpoint's
 * schemas before it calls, which is what makes the narrowing here true.
 */
export function route<E extends EndpointDeclaration>(endpoint: E, handler: Handler<E>): Route {
  return {
    endpoint,
    handle: async (request) => (await handler(request as HandlerRequest<E>)) as RouteAnswer,
  };
}

export function ok<B>(body: B): { status: 200; body: B } {
  return { status: 200, body };
}

export function created<B>(body: B): { status: 201; body: B } {
  return { status: 201, body };
}

/** No body; the headers say it all. */
export function empty<S extends 200 | 201 | 204>(status: S, headers: Record<string, string>) {
  return { status, body: undefined, headers };
}
