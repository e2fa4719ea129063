import type { HttpRequest, HttpResponse } from './uws.ts';
import type { RefusingOptions } from './answer-request.ts';
import { writeRefusal } from './pages.ts';
import type { PlainApiGate } from './plain-api-gate.ts';
import { requestIdFrom } from './request-id.ts';
import type { WebApp } from './uws.ts';

export interface StaticFile {
  /** At which it is served, exactly. */
  path: string;
  /** As `Content-Type` has it. */
  type: string;
  content: Buffer;
  /** The same, smaller; null where that would not be worth it. */
  gzipped: Buffer | null;
  /** Its name changes with it: a browser need never ask again. */
  isImmutable: boolean;
  /** Names the content (RFC 9110, 8.8.3), with its quotes. */
  tag: string;
}

export interface StaticFilesOptions extends RefusingOptions {
  app: WebApp;
  files: readonly StaticFile[];
  contentSecurityPolicy: string;
  gate: PlainApiGate;
}

/**
 * Serves files to every machine. Each has a route of its own, so that no path leads to anything else.
 */
export function serveStaticFiles({ app, files, ...options }: StaticFilesOptions): void {
  for (const file of files) {
    app.get(file.path, (response, request) => {
      answer(response, request, file, options);
    });
  }
}

type Options = Omit<StaticFilesOptions, 'app' | 'files'>;

function answer(
  response: HttpResponse,
  request: HttpRequest,
  file: StaticFile,
  { gate, contentSecurityPolicy, ...refusing }: Options,
): void {
  const requestId = requestIdFrom(request.getHeader('x-request-id'));
  try {
    gate.requireHost(request.getHeader('host'));
  } catch (refusal) {
    writeRefusal(response, refusing, requestId, refusal);
    return;
  }
  const isKnown = request.getHeader('if-none-match').includes(file.tag);
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(
    request.getHeader('accept-encoding'),
  );
  const gzipped = takesGzip ? file.gzipped : null;
  response.cork(() => {
    response.writeStatus(isKnown ? '304 Not Modified' : '200 OK');
    const headers = {
      ...headersOf(file),
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Request-Id': requestId,
      ...(gzipped !== null && !isKnown && { 'Content-Encoding': 'gzip' }),
    };
    for (const [name, value] of Object.entries(headers)) response.writeHeader(name, value);
    if (isKnown) response.endWithoutBody();
    else response.end(gzipped ?? file.content);
  });
}

function headersOf({ type, isImmutable, tag }: StaticFile): Record<string, string> {
  return {
    'Content-Type': type,
    // What may change is asked for each time, and mostly answered with 304.
    'Cache-Control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: tag,
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}
