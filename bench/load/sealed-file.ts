import { tusVersion, uploadMediaType, uploadsPath } from '#protocol/attachments.ts';
import { binaryRecords, readBinaryRecord } from '#protocol/noise/binary-record.ts';
import type { FileAnswer, FileJob } from './bare-file.ts';
import { checkMark, markedBytes, markEveryBytes } from './marked-bytes.ts';
import { SealedSocket } from './sealed-socket.ts';

export interface SealedFileJob extends FileJob {
  token: string;
  /** As many pieces as the app has under way at once. */
  underway: number;
  /** Of the file that is fetched. */
  attachmentId?: string;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  bytes?: number;
}

interface Asked {
  number: number;
  resolve: (answer: Answer) => void;
  /** Bytes that the answer has announced and that have not come. */
  missing: number;
  answer: Answer | null;
}

const versionHeader = { 'tus-resumable': tusVersion };

/** Requests with bytes, or for bytes, over a sealed channel. */
class FileChannel {
  readonly #socket: SealedSocket;
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;

  private constructor(socket: SealedSocket) {
    this.#socket = socket;
    socket.onText = (text) => {
      this.#hear(text);
    };
    socket.onBytes = (record) => {
      this.#receive(record);
    };
  }

  static async open({ url, token }: SealedFileJob): Promise<FileChannel> {
    const socket = await SealedSocket.open(new URL(url));
    await socket.authenticate(token);
    return new FileChannel(socket);
  }

  /** @param number of the part of the file that is sent or asked for */
  ask(request: object, number: number, bytes?: Uint8Array): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answered = new Promise<Answer>((resolve) => {
      this.#asked.set(id, { number, resolve, missing: 0, answer: null });
    });
    this.#socket.send(JSON.stringify({ id, ...request, bytes: bytes?.length }));
    if (bytes !== undefined) this.#socket.sendBytes(binaryRecords(id, [bytes]));
    return answered;
  }

  close(): void {
    this.#socket.close();
  }

  #hear(text: string): void {
    const answer = JSON.parse(text) as Answer & { id?: number };
    const asked = this.#asked.get(answer.id ?? -1);
    if (asked === undefined || answer.id === undefined) return;
    asked.answer = answer;
    asked.missing = answer.bytes ?? 0;
    if (asked.missing > 0) return;
    this.#asked.delete(answer.id);
    asked.resolve(answer);
  }

  #receive(record: Uint8Array): void {
    const { id, bytes } = readBinaryRecord(record);
    const asked = this.#asked.get(id);
    if (asked?.answer === null || asked === undefined) throw new Error('bytes that nobody awaits');
    if (asked.missing === asked.answer.bytes) checkMark(bytes, asked.number);
    asked.missing -= bytes.length;
    if (asked.missing > 0) return;
    this.#asked.delete(id);
    asked.resolve(asked.answer);
  }
}

/** Runs `exchange` for each part of the file, so many at once. */
async function eachPart(
  { byteCount, underway }: SealedFileJob,
  exchange: (number: number) => Promise<void>,
): Promise<void> {
  const count = byteCount / markEveryBytes;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (; next < count;) {
      next += 1;
      await exchange(next - 1);
    }
  };
  await Promise.all(Array.from({ length: underway }, lane));
}

function requireStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Error(JSON.stringify(answer));
  return answer;
}

/** Ends when the server has the whole file on its disk and has made an attachment of it. */
export async function sealedUpload(
  job: SealedFileJob,
): Promise<FileAnswer & { attachmentId: string }> {
  const channel = await FileChannel.open(job);
  const startedAt = performance.now();
  const headers = {
    ...versionHeader,
    'upload-length': String(job.byteCount),
    'upload-metadata': `filename ${Buffer.from('measured.bin').toString('base64')}`,
  };
  const created = await channel.ask({ method: 'POST', path: uploadsPath, headers }, 0);
  const path = requireStatus(created, 201).headers?.['location'] ?? '';
  await eachPart(job, async (number) => {
    const piece = {
      ...versionHeader,
      'upload-offset': String(number * markEveryBytes),
      'content-type': uploadMediaType,
    };
    const request = { method: 'PATCH', path, headers: piece };
    requireStatus(await channel.ask(request, number, markedBytes(number)), 204);
  });
  const milliseconds = performance.now() - startedAt;
  channel.close();
  return { milliseconds, attachmentId: path.split('/').at(-1) ?? '' };
}

/** Fetches the file in parts, and then removes it. */
export async function sealedDownload(job: SealedFileJob): Promise<FileAnswer> {
  const channel = await FileChannel.open(job);
  const path = `/api/v1/attachments/${job.attachmentId ?? ''}`;
  const startedAt = performance.now();
  await eachPart(job, async (number) => {
    const first = number * markEveryBytes;
    const range = `bytes=${String(first)}-${String(first + markEveryBytes - 1)}`;
    requireStatus(await channel.ask({ method: 'GET', path, headers: { range } }, number), 206);
  });
  const milliseconds = performance.now() - startedAt;
  requireStatus(await channel.ask({ method: 'DELETE', path }, 0), 200);
  channel.close();
  return { milliseconds };
}
