import type { AttachmentId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import { ClientError } from '../client-error.ts';
import type { SendRaw } from './tus.ts';

const pieceTimeoutMs = 60_000;

/** First and last byte, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

export interface FilePiece {
  bytes: Uint8Array;
  /** Of the whole file. */
  totalBytes: number;
  /** As the server found it out from the bytes. */
  contentType: string;
}

/** At most `limits.sealedBytesMax` bytes of a file. Throws AppError or ClientError. */
export async function fetchPiece(
  send: SendRaw,
  id: AttachmentId,
  { first, last }: ByteRange,
): Promise<FilePiece> {
  const end = Math.min(last, first + limits.sealedBytesMax - 1);
  const { status, headers, bytes } = await send({
    method: 'GET',
    path: `/api/v1/attachments/${id}`,
    headers: { range: `bytes=${first}-${end}` },
    answersBytes: true,
    timeoutMs: pieceTimeoutMs,
  });
  if (bytes === undefined || status !== 206) throw unclear();
  return { bytes, totalBytes: totalIn(headers['content-range']), contentType: typeIn(headers) };
}

/** A small WebP. Throws ATTACHMENT_NOT_FOUND where there is none. */
export async function fetchThumbnail(send: SendRaw, id: AttachmentId): Promise<Uint8Array> {
  const path = `/api/v1/attachments/${id}/thumbnail`;
  const { bytes } = await send({
    method: 'GET',
    path,
    answersBytes: true,
    timeoutMs: pieceTimeoutMs,
  });
  if (bytes === undefined) throw unclear();
  return bytes;
}

function totalIn(contentRange: string | undefined): number {
  const total = /^bytes \d+-\d+\/(\d+)$/.exec(contentRange ?? '')?.[1];
  if (total === undefined) throw unclear();
  return Number(total);
}

function typeIn(headers: Readonly<Record<string, string>>): string {
  return headers['content-type'] ?? 'application/octet-stream';
}

function unclear(): ClientError {
  return new ClientError('NOT_A_SERVER', 'The server did not send the part of the file asked for');
}
