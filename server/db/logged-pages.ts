import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** How far a write-ahead log has been read. */
export interface LogMark {
  /** The salts of its header, which are others each time that it begins anew. */
  generation: string;
  frames: number;
}

interface LoggedPages {
  /** Numbers of pages, from 1, some of them more than once; perhaps also some that were not committed. */
  pages: number[];
  /** Of each page; 0 where there is no log. */
  pageBytes: number;
  /** The log has begun anew since the mark: what was in it before may have been missed. */
  hasBegunAnew: boolean;
}

// The file format is SQLite's (https://www.sqlite.org/fileformat2.html#the_write_ahead_log); headers
// are as they are also where pages are encrypted.
const headerBytes = 32;
const frameHeaderBytes = 24;
const pageBytesAt = 8;
const saltsInHeader = 16;
const saltsInFrame = 8;
const saltsBytes = 8;

/** What a log has had since a mark. Nobody may write to it meanwhile. */
export function pagesLogged(log: string, since: LogMark): LoggedPages {
  const nothing = { pages: [], pageBytes: 0, hasBegunAnew: since.frames > 0 };
  return withLog(log, nothing, (descriptor, header) => {
    const salts = saltsOf(header);
    const pageBytes = header.readUInt32BE(pageBytesAt);
    const hasBegunAnew = salts.toString('hex') !== since.generation;
    const frame = Buffer.alloc(frameHeaderBytes);
    const pages: number[] = [];
    for (let index = hasBegunAnew ? 0 : since.frames; ; index += 1) {
      const at = headerBytes + index * (frameHeaderBytes + pageBytes);
      if (readSync(descriptor, frame, 0, frameHeaderBytes, at) < frameHeaderBytes) break;
      // What follows is left from before the log began anew.
      if (!frame.subarray(saltsInFrame, saltsInFrame + saltsBytes).equals(salts)) break;
      pages.push(frame.readUInt32BE(0));
    }
    return { pages, pageBytes, hasBegunAnew };
  });
}

export function generationOf(log: string): string {
  return withLog(log, '', (_, header) => saltsOf(header).toString('hex'));
}

function saltsOf(header: Buffer): Buffer {
  return header.subarray(saltsInHeader, saltsInHeader + saltsBytes);
}

function withLog<T>(log: string, nothing: T, read: (descriptor: number, header: Buffer) => T): T {
  if (!existsSync(log)) return nothing;
  const descriptor = openSync(log, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    const isThere = readSync(descriptor, header, 0, headerBytes, 0) === headerBytes;
    return isThere ? read(descriptor, header) : nothing;
  } finally {
    closeSync(descriptor);
  }
}
