import type { Answer, EndpointDeclaration, ParsedRequest } from '#protocol/endpoint.ts';
import type { Caller, Origin } from '../access/caller.ts';

/** What a handler gets: the parsed parts, and who asks; open endpoints have no caller. */
export type HandlerRequest<E extends EndpointDeclaration> = ParsedRequest<E> & {
  origin: Origin;
  caller: E['access'] extends 'open' ? null : Caller;
};

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
  }): Promise<{ status: number; body: unknown }>;
}

/**
 * Binds a declared endpoint to its handler. The dispatcher parses every part by the endpoint's
 * schemas before it calls, which is what makes the narrowing here true.
 */
export function route<E extends EndpointDeclaration>(endpoint: E, handler: Handler<E>): Route {
  return {
    endpoint,
    handle: async (request) =>
      (await handler(request as HandlerRequest<E>)) as { status: number; body: unknown },
  };
}

export function ok<B>(body: B): { status: 200; body: B } {
  return { status: 200, body };
}

export function created<B>(body: B): { status: 201; body: B } {
  return { status: 201, body };
}
