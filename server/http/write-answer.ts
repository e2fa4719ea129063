import type { HttpResponse } from 'uWebSockets.js';
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
  response.cork(() => {
    response.writeStatus(statusLine(status));
    response.writeHeader('Content-Type', 'application/json; charset=utf-8');
    response.writeHeader('Cache-Control', 'no-store');
    response.writeHeader('X-Content-Type-Options', 'nosniff');
    for (const [name, value] of Object.entries(headers)) response.writeHeader(name, value);
    if (body === undefined) {
      response.endWithoutBody();
      whenWritten();
    } else {
      writeBody(response, JSON.stringify(body), whenWritten);
    }
  });
}

/** As much as the connection takes, and the rest whenever it takes more. */
function writeBody(response: HttpResponse, text: string, whenWritten: () => void): void {
  const totalBytes = Buffer.byteLength(text);
  const bodyStart = response.getWriteOffset();
  const [, allWritten] = response.tryEnd(text, totalBytes);
  if (allWritten) {
    whenWritten();
    return;
  }
  const bytes = Buffer.from(text);
  response.onWritable((offset) => {
    const [taken, done] = response.tryEnd(bytes.subarray(offset - bodyStart), totalBytes);
    if (done) whenWritten();
    return taken;
  });
}
