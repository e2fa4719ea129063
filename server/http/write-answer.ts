import type { HttpResponse } from './uws.ts';
import { jsonOf } from './prepared-json.ts';
import { statusLine } from './status-line.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** Sent as JSON; undefined for none. */
  body: unknown;
}

/**
 * Writes an answer to a client that is still there.
 * @param whenWritten called once the operating system has all of it; never when the client goes
 */
export function writeAnswer(response: HttpResponse, answer: Answer, whenWritten: () => void): void {
  const { status, headers, body } = answer;
  const { 'Content-Length': contentLength, ...others } = headers;
  response.cork(() => {
    response.writeStatus(statusLine(status));
    const all: Record<string, string> = {
      ...(body !== undefined && { 'Content-Type': jsonMediaType }),
      ...headersOfEveryAnswer,
      ...others,
    };
    for (const [name, value] of Object.entries(all)) response.writeHeader(name, value);
    if (body === undefined) {
      endWithoutBody(response, status, contentLength);
      whenWritten();
    } else {
      writeBody(response, jsonOf(body), whenWritten);
    }
  });
}

/** @param contentLength after HEAD: what a GET would send */
function endWithoutBody(response: HttpResponse, status: number, contentLength: string | undefined) {
  if (contentLength !== undefined) response.endWithoutBody(Number(contentLength));
  // RFC 9110, 8.6: none with 204. Any other client would wait for a body that never comes.
  else if (status === 204) response.endWithoutBody();
  else response.endWithoutBody(0);
}

export const jsonMediaType = 'application/json; charset=utf-8';

const headersOfEveryAnswer = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

/** As much as the connection takes, and the rest whenever it takes more. */
function writeBody(response: HttpResponse, json: Uint8Array, whenWritten: () => void): void {
  const bodyStart = response.getWriteOffset();
  const [, allWritten] = response.tryEnd(json, json.length);
  if (allWritten) {
    whenWritten();
    return;
  }
  response.onWritable((offset) => {
    const [taken, done] = response.tryEnd(json.subarray(offset - bodyStart), json.length);
    if (done) whenWritten();
    return taken;
  });
}
