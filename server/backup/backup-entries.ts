import { z } from 'zod';
import { StartupError } from '../startup-error.ts';

/**
 * Inside the sealed stream files follow one another, each behind the length of its name (two bytes),
 * its name, and its own length (eight bytes). Names are ours and have slashes on every system.
 */
export const manifestName = 'manifest.json';
export const databaseKeyName = 'database.key';
export const databaseName = 'future-talk.db';
const attachmentPrefix = 'attachments/';
const attachmentName = /^attachments\/([0-9a-f-]{36}(?:\.thumbnail)?)$/;

export const manifest = z.object({
  version: z.literal(1),
  /** Of the server's public key: whose backup this is. */
  identity: z.string(),
  /** SHA-256 of what `describeContent` says of the database. */
  content: z.string(),
  accounts: z.int(),
  messages: z.int(),
  /** Sealed files and thumbnails, and how many bytes they are together. */
  files: z.int(),
  file_bytes: z.int(),
});
export type Manifest = z.output<typeof manifest>;

export function entryHeader(name: string, bytes: number): Buffer {
  const encoded = Buffer.from(name);
  const header = Buffer.alloc(2 + encoded.length + 8);
  header.writeUInt16BE(encoded.length, 0);
  encoded.copy(header, 2);
  header.writeBigUInt64BE(BigInt(bytes), 2 + encoded.length);
  return header;
}

export function entryOfFile(fileName: string): string {
  return `${attachmentPrefix}${fileName}`;
}

/** The name in the folder of sealed files. @throws StartupError for any other name */
export function fileOfEntry(entry: string): string {
  const fileName = attachmentName.exec(entry)?.[1];
  if (fileName !== undefined) return fileName;
  throw new StartupError('The backup holds what this version does not know; update to restore it');
}

export interface Entry {
  name: string;
  bytes: number;
  /** To be read to its end before the next entry. */
  pieces: AsyncGenerator<Buffer>;
}

/** Reads the files one after the other. @throws StartupError where the stream ends too early */
export async function* readEntries(stream: AsyncGenerator<Buffer>): AsyncGenerator<Entry> {
  const source = new ByteSource(stream);
  while (await source.hasMore()) {
    const nameBytes = (await source.read(2)).readUInt16BE();
    const name = (await source.read(nameBytes)).toString();
    const bytes = Number((await source.read(8)).readBigUInt64BE());
    yield { name, bytes, pieces: source.pieces(bytes) };
  }
}

/** The whole of a small entry. */
export async function readEntry({ bytes, pieces }: Entry, maxBytes: number): Promise<Buffer> {
  if (bytes > maxBytes) throw new StartupError('The backup is damaged');
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** Bytes in the lengths that are asked for. */
class ByteSource {
  readonly #stream: AsyncGenerator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncGenerator<Buffer>) {
    this.#stream = stream;
  }

  async hasMore(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#stream.next();
      if (next.done === true) return false;
      this.#rest = next.value;
    }
    return true;
  }

  async read(count: number): Promise<Buffer> {
    const all: Buffer[] = [];
    for await (const piece of this.pieces(count)) all.push(piece);
    return Buffer.concat(all);
  }

  async *pieces(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      if (!(await this.hasMore())) throw new StartupError('The backup was cut short');
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
