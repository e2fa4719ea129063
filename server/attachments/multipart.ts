import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { BusboyInstance } from '@fastify/busboy';
import { AppError } from '#protocol/errors.ts';

/** Given the file's name and its bytes, which it must read to their end. */
export type FileReader = (fileName: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>;

const fieldMaxBytes = 8_192;
const fieldsMax = 16;

/**
 * Reads a body of multipart/form-data with one file in the part `file`, held back while the file is
 * not read. Answers the text fields, which may stand before the file or behind it.
 * @throws AppError MALFORMED_REQUEST, UNSUPPORTED_MEDIA_TYPE, and what the reader throws
 */
export async function readMultipart(
  contentType: string | undefined,
  body: AsyncIterable<Uint8Array>,
  readFile: FileReader,
): Promise<Record<string, string>> {
  if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', {
      detail: 'Send the file as multipart/form-data',
    });
  }
  const fields: Record<string, string> = {};
  let reading: Promise<void> | undefined;
  const parser = parserFor(contentType);
  parser.on('field', (name, value) => (fields[name] = value));
  parser.on('file', (name, stream, fileName) => {
    if (name !== 'file' || reading !== undefined) {
      stream.resume();
      return;
    }
    reading = readFile(fileName, stream as AsyncIterable<Uint8Array>);
    reading.catch((cause: unknown) => parser.destroy(cause as Error));
  });
  try {
    await pipeline(Readable.from(body, { objectMode: false }), parser);
  } catch (cause) {
    // The reader's own reason goes before that of the parser, which it stopped.
    await reading;
    if (cause instanceof AppError) throw cause;
    throw new AppError('MALFORMED_REQUEST', { cause });
  }
  if (reading === undefined)
    throw new AppError('MALFORMED_REQUEST', { detail: 'There is no file' });
  await reading;
  return fields;
}

/** @throws AppError MALFORMED_REQUEST for a type without a boundary */
function parserFor(contentType: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { fieldSize: fieldMaxBytes, fields: fieldsMax, files: 1 },
    });
  } catch (cause) {
    throw new AppError('MALFORMED_REQUEST', { cause });
  }
}
