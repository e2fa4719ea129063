/** A change of a folder, or the moment from which changes are on disk for good. */
export interface DiskOperation {
  kind: 'create' | 'write' | 'truncate' | 'sync';
  /** Within the folder; '' is the folder itself. */
  path: string;
  /** Lines of the recording. */
  began: number;
  ended: number;
  /** Of a write. */
  offset: number;
  bytes: Buffer;
  /** Of a truncation. */
  length: number;
}

interface Call {
  name: string;
  began: number;
  args: string;
}

const begins = /^(\d+) +([\d.]+) (\w+)\((.*)$/s;
const resumes = /^(\d+) +([\d.]+) <\.\.\. (\w+) resumed>(.*)$/s;
const unfinished = ' <unfinished ...>';

/** Milliseconds since 1970 at which a line was written; null where it is none of a call. */
export function momentOf(line: string): number | null {
  const seconds = /^\d+ +([\d.]+) /.exec(line)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1_000;
}

/**
 * The changes of a folder in the order in which they ended.
 * @param lines as `strace -f -ttt -y -x` writes them
 * @throws Error for a call that has to do with the folder and is not understood
 */
export function operationsIn(folder: string, lines: readonly string[]): DiskOperation[] {
  const underway = new Map<string, Call>();
  const operations: DiskOperation[] = [];
  const end = ({ name, began, args }: Call, ended: number): void => {
    const operation = understand(folder, name, args);
    if (operation !== null) operations.push({ ...operation, began, ended });
  };
  for (const [place, line] of lines.entries()) {
    const [, thread = '', , name = '', rest = ''] = begins.exec(line) ?? resumes.exec(line) ?? [];
    if (resumes.test(line)) {
      const call = underway.get(thread);
      if (call !== undefined) end({ ...call, args: call.args + rest }, place);
      underway.delete(thread);
    } else if (rest.endsWith(unfinished)) {
      underway.set(thread, { name, began: place, args: rest.slice(0, -unfinished.length) });
    } else if (name !== '') {
      end({ name, began: place, args: rest }, place);
    }
  }
  // What was never finished may have reached the disk all the same.
  for (const call of underway.values()) end(call, Number.POSITIVE_INFINITY);
  return operations;
}

const nothing = { offset: 0, bytes: Buffer.alloc(0), length: 0 };

function understand(
  folder: string,
  name: string,
  args: string,
): Omit<DiskOperation, 'began' | 'ended'> | null {
  if (!args.includes(folder) || / = -1 E\w+/.test(args)) return null;
  const path = pathIn(folder, args);
  switch (name) {
    case 'openat':
      return args.includes('O_CREAT') ? { kind: 'create', path, ...nothing } : null;
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', path, ...nothing };
    case 'ftruncate':
      return { kind: 'truncate', path, ...nothing, length: numberAfterString(args) };
    case 'pwrite64': {
      const [, text = '', offset = ''] = /^[^"]*"([^"]*)", \d+, (\d+)/.exec(args) ?? [];
      return { kind: 'write', path, ...nothing, bytes: unescape(text), offset: Number(offset) };
    }
    case 'pwritev': {
      const texts = [...args.matchAll(/iov_base="([^"]*)"/g)].map(([, text = '']) => text);
      const [, offset = ''] = /\], \d+, (\d+)/.exec(args) ?? [];
      const bytes = Buffer.concat(texts.map(unescape));
      return { kind: 'write', path, ...nothing, bytes, offset: Number(offset) };
    }
    default:
      throw new Error(`the recording has a ${name} of ${path}`);
  }
}

function pathIn(folder: string, args: string): string {
  const [, path = ''] = new RegExp(`${folder}/?([^">]*)`).exec(args) ?? [];
  return path;
}

function numberAfterString(args: string): number {
  return Number(/>, (\d+)/.exec(args)?.[1]);
}

/** `-x` writes a string with any byte that is no letter in hexadecimal; others are as they are. */
function unescape(text: string): Buffer {
  if (/^(\\x[0-9a-f]{2})*$/.test(text)) return Buffer.from(text.replaceAll('\\x', ''), 'hex');
  if (text.includes('\\') || text.endsWith('...')) throw new Error('a write is not shown whole');
  return Buffer.from(text, 'latin1');
}
