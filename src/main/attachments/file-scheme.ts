import { open } from 'node:fs/promises';
import type { ByteRange, ChatClient, FilePiece } from '#client/chat-client.ts';
import { describeExpectedFailure } from '../call-failure.ts';
import type { Log } from '../logging/log.ts';
import type { ChosenFiles, KeptFile } from './chosen-files.ts';
import { isShown, shownTypeOf } from './file-kind.ts';
import { rangedResponse, refusal, wholeResponse } from './file-responses.ts';
import type { AnswerFileRequest } from './file-scheme-door.ts';
import { readFileUrl } from './file-urls.ts';
import type { Pictures } from './pictures.ts';

const localPieceBytes = 1_048_576;

interface FileSchemeOptions {
  /** Null while nobody is signed in: then there is nothing to see. */
  client: () => ChatClient | null;
  chosen: ChosenFiles;
  pictures: Pictures;
  log: Log;
}

/** Lets the page show and play files: those of messages over the sealed channel, and chosen ones. */
export function createFileAnswers(options: FileSchemeOptions): AnswerFileRequest {
  return async (request) => {
    try {
      return await answer(request, options);
    } catch (error) {
      const expected = describeExpectedFailure(error);
      if (expected === null) options.log.error('A file could not be shown', error);
      return refusal(expected?.retryable === false ? 404 : 502);
    }
  };
}

async function answer(request: Request, options: FileSchemeOptions): Promise<Response> {
  const named = request.method === 'GET' ? readFileUrl(request.url) : null;
  if (named === null) return refusal(404);
  const range = request.headers.get('range');
  if (named.kind === 'chosen') {
    const file = options.chosen.get(named.id);
    const type = file && shownTypeOf(file.name);
    if (!file || !type) return refusal(404);
    return rangedResponse(range, (piece) => readPiece(file, type, piece), isShown);
  }
  const client = options.client();
  if (client === null) return refusal(404);
  const { id } = named;
  if (named.kind === 'picture') {
    return wholeResponse(await options.pictures.get(id), 'image/webp');
  }
  if (named.kind === 'thumbnail') {
    return wholeResponse(await client.attachments.thumbnail(id), 'image/webp');
  }
  return rangedResponse(range, (piece) => client.attachments.download(id, piece), isShown);
}

async function readPiece(
  file: KeptFile,
  contentType: string,
  { first, last }: ByteRange,
): Promise<FilePiece> {
  const handle = await open(file.path, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.max(0, Math.min(localPieceBytes, last - first + 1, size - first));
    const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, first);
    return { bytes: buffer.subarray(0, bytesRead), totalBytes: size, contentType };
  } finally {
    await handle.close();
  }
}
