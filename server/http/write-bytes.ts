import type { HttpResponse } from './uws.ts';
import type { ByteContent } from '#protocol/bytes.ts';
import { statusLine } from './status-line.ts';

interface ByteAnswer {
  status: number;
  headers: Record<string, string>;
  content: ByteContent;
}

export interface Client {
  isGone(): boolean;
  /** Called when the client goes; takes the place of an earlier listener. */
  onGone(listener: () => void): void;
}

/**
 * Writes bytes as fast as the client takes them, one piece in memory at a time.
 * @throws what reading the content throws; the connection is then closed, since the promised length
 *   cannot be kept
 */
export async function writeBytes(
  response: HttpResponse,
  { status, headers, content }: ByteAnswer,
  client: Client,
): Promise<void> {
  let isBegun = false;
  const begin = () => {
    if (isBegun) return;
    isBegun = true;
    response.writeStatus(statusLine(status));
    for (const [name, value] of Object.entries(headers)) response.writeHeader(name, value);
  };
  try {
    for await (const piece of content.read()) {
      if (client.isGone()) return;
      await writePiece(response, piece, content.length, client, begin);
      if (client.isGone()) return;
    }
  } catch (cause) {
    if (!client.isGone()) response.close();
    throw cause;
  }
  if (isBegun) return;
  response.cork(() => {
    begin();
    response.endWithoutBody(0);
  });
}

/** Resolves once the connection has taken the piece, or the client has gone. */
function writePiece(
  response: HttpResponse,
  piece: Uint8Array,
  totalBytes: number,
  client: Client,
  begin: () => void,
): Promise<void> {
  return new Promise((resolve) => {
    response.cork(() => {
      begin();
      const start = response.getWriteOffset();
      const [taken, isDone] = response.tryEnd(piece, totalBytes);
      if (taken || isDone) {
        resolve();
        return;
      }
      client.onGone(resolve);
      response.onWritable((offset) => {
        const [rest, isOver] = response.tryEnd(piece.subarray(offset - start), totalBytes);
        if (rest || isOver) resolve();
        return rest;
      });
    });
  });
}
