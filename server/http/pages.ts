import type { HttpResponse } from './uws.ts';
import { refuse } from './answer-request.ts';
import type { RefusingOptions } from './answer-request.ts';
import type { PlainApiGate } from './plain-api-gate.ts';
import { remoteOrigin } from './remote-origin.ts';
import { requestIdFrom } from './request-id.ts';
import type { WebApp } from './uws.ts';
import { writeAnswer } from './write-answer.ts';

/** A public page or file that is the same for everybody. */
export interface Page {
  path: string;
  /** Media type of a text, served as UTF-8. */
  type: string;
  contentSecurityPolicy: string;
  /** Called once, at the first request. */
  read(): Buffer;
}

export interface PagesOptions extends RefusingOptions {
  app: WebApp;
  pages: readonly Page[];
  gate: PlainApiGate;
}

/** Serves pages beside the contract's endpoints. */
export function servePages({ app, pages, gate, ...refusing }: PagesOptions): void {
  for (const page of pages) {
    let content: Buffer | undefined;
    app.get(page.path, (response, request) => {
      const requestId = requestIdFrom(request.getHeader('x-request-id'));
      try {
        gate.require(remoteOrigin(response), request.getHeader('host'));
      } catch (refusal) {
        writeRefusal(response, refusing, requestId, refusal);
        return;
      }
      content ??= page.read();
      const body = content;
      response.cork(() => {
        response.writeHeader('Content-Type', `${page.type}; charset=utf-8`);
        response.writeHeader('Content-Security-Policy', page.contentSecurityPolicy);
        response.writeHeader('X-Content-Type-Options', 'nosniff');
        response.writeHeader('X-Request-Id', requestId);
        response.end(body);
      });
    });
  }
}

/** Why a page is not shown, as programs read it too. */
export function writeRefusal(
  response: HttpResponse,
  refusing: RefusingOptions,
  requestId: string,
  refusal: unknown,
): void {
  const answer = refuse(refusing, requestId, refusal);
  answer.headers['X-Request-Id'] = requestId;
  writeAnswer(response, answer, () => undefined);
}
