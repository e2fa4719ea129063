import type { HttpResponse } from 'uWebSockets.js';
import { errorAnswer } from '../http/error-answer.ts';
import { statusLine } from '../http/status-line.ts';

/** Answers a request for a WebSocket with an error. */
export function refuseUpgrade(response: HttpResponse, cause: unknown): void {
  const { status, headers, body } = errorAnswer(cause);
  response.cork(() => {
    response.writeStatus(statusLine(status));
    response.writeHeader('Content-Type', 'application/json; charset=utf-8');
    for (const [name, value] of Object.entries(headers)) response.writeHeader(name, value);
    response.end(JSON.stringify(body));
  });
}
