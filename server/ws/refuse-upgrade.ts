import type { HttpResponse } from '../http/uws.ts';
import type { FullAnswer } from '../http/answer-request.ts';
import { statusLine } from '../http/status-line.ts';

/** Answers a request for a WebSocket with an error. */
export function refuseUpgrade(
  response: HttpResponse,
  { status, headers, body }: FullAnswer,
  requestId: string,
): void {
  response.cork(() => {
    response.writeStatus(statusLine(status));
    response.writeHeader('Content-Type', 'application/json; charset=utf-8');
    response.writeHeader('X-Request-Id', requestId);
    for (const [name, value] of Object.entries(headers)) response.writeHeader(name, value);
    response.end(Buffer.from(JSON.stringify(body)));
  });
}
