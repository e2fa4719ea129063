import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { ClientError } from '#client/client-error.ts';
import { Tus } from '#client/attachments/tus.ts';
import { Upload } from '#client/attachments/upload.ts';
import type { RawRequest } from '#client/requests.ts';
import type { TransportResponse } from '#client/transport.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';

const id = '0198c0de-0000-7000-8000-000000000001' as AttachmentId;
const content = randomBytes(6_000_000);
const away = new ClientError('UNREACHABLE', 'Cannot reach the server');

/** A server's tus, with the faults that a test wants. */
class TusServer {
  readonly received: Buffer[] = [];
  creations = 0;
  /** Called before a piece is taken; what it throws is the answer. */
  beforePiece: () => void = () => undefined;
  /** Called after: the piece is on disk and its answer lost. */
  afterPiece: () => void = () => undefined;

  get offset(): number {
    return this.received.reduce((sum, { length }) => sum + length, 0);
  }

  readonly send = async (request: RawRequest): Promise<TransportResponse> => {
    await settle();
    if (request.method === 'POST') {
      this.creations += 1;
      this.received.length = 0;
      return this.#answer({ location: `/api/v1/attachments/uploads/${id}` });
    }
    if (request.method === 'PATCH') {
      this.beforePiece();
      if (Number(request.headers?.['upload-offset']) !== this.offset) {
        throw new AppError('UPLOAD_OFFSET_MISMATCH');
      }
      this.received.push(Buffer.from(request.bytes ?? []));
      this.afterPiece();
    }
    return this.#answer({ 'upload-offset': String(this.offset) });
  };

  #answer(headers: Record<string, string>): TransportResponse {
    return { status: 200, headers, body: undefined };
  }
}

interface Around {
  info?: () => Promise<AttachmentInfo>;
  clock?: ManualClock;
  /** Whether each wait for another try ends at once, as when the connection is back. */
  isImpatient?: boolean;
}

const ofFile = () => Promise.resolve({ id } as AttachmentInfo);

function begin(
  server: TusServer,
  uploadId: AttachmentId | null = null,
  piecesAtOnce = 1,
  { info = ofFile, clock = new ManualClock(), isImpatient = true }: Around = {},
) {
  const created: AttachmentId[] = [];
  const upload = new Upload(
    {
      source: {
        sizeBytes: content.length,
        read: (offset, length) => Promise.resolve(content.subarray(offset, offset + length)),
      },
      metadata: { fileName: 'noise.bin' },
      uploadId,
      onCreated: (made) => void created.push(made),
      onWaiting: (isWaiting) => {
        if (isWaiting && isImpatient) setImmediate(() => upload.retryNow());
      },
    },
    {
      tus: new Tus(server.send),
      takeTurn: (exchange) => exchange(),
      info,
      timers: clock.timers,
      now: clock.now,
      random: () => 0.5,
      piecesAtOnce,
    },
  );
  return { upload, created };
}

/** Throws on its n-th call. */
function failing(calls: readonly number[], error: Error): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (calls.includes(count)) throw error;
  };
}

describe('an upload', () => {
  it('sends every byte once, in order', async () => {
    const server = new TusServer();
    const { upload, created } = begin(server);
    await upload.done;
    expect(Buffer.concat(server.received).equals(content)).toBe(true);
    expect(created).toEqual([id]);
  });

  it('asks how far it came after a lost connection or a lost answer', async () => {
    const server = new TusServer();
    server.beforePiece = failing([2], away);
    server.afterPiece = failing([2, 3], away);
    const { upload } = begin(server);
    await upload.done;
    expect(Buffer.concat(server.received).equals(content)).toBe(true);
    expect(server.creations).toBe(1);
  });

  it('has several pieces on their way where the line is fast, and misses no failure of one', async () => {
    for (const failures of [[], [3], [4, 5], [6]]) {
      const server = new TusServer();
      let [underway, most] = [0, 0];
      const { send } = server;
      const counting = async (request: RawRequest) => {
        if (request.method === 'PATCH') underway += 1;
        most = Math.max(most, underway);
        try {
          return await send(request);
        } finally {
          if (request.method === 'PATCH') underway -= 1;
        }
      };
      Object.assign(server, { send: counting });
      server.beforePiece = failing(failures, away);
      const { upload } = begin(server, null, 3);
      await upload.done;
      expect(Buffer.concat(server.received).equals(content)).toBe(true);
      expect(most).toBeGreaterThan(1);
      expect(most).toBeLessThanOrEqual(3);
    }
  });

  it('goes on with what an earlier run began', async () => {
    const server = new TusServer();
    server.received.push(content.subarray(0, 700_001));
    const { upload } = begin(server, id);
    await upload.done;
    expect(server.creations).toBe(0);
    expect(Buffer.concat(server.received).equals(content)).toBe(true);
  });

  it('begins again when the server no longer knows it', async () => {
    const server = new TusServer();
    server.beforePiece = failing([2], new AppError('UPLOAD_GONE'));
    const { upload } = begin(server);
    await upload.done;
    expect(server.creations).toBe(2);
    expect(Buffer.concat(server.received).equals(content)).toBe(true);
  });

  it.each(['ATTACHMENT_REFUSED', 'STORAGE_FULL', 'QUOTA_EXCEEDED'] as const)(
    'ends with %s, which no other try would change',
    async (code) => {
      const server = new TusServer();
      server.beforePiece = failing([1], new AppError(code));
      await expect(begin(server).upload.done).rejects.toMatchObject({ code });
    },
  );

  it('asks how far it came where the server has another offset', async () => {
    const server = new TusServer();
    server.beforePiece = failing([2], new AppError('UPLOAD_OFFSET_MISMATCH'));
    await begin(server).upload.done;
    expect(server.creations).toBe(1);
    expect(Buffer.concat(server.received).equals(content)).toBe(true);
  });

  it('begins again what an earlier run began and the server has forgotten', async () => {
    const server = new TusServer();
    const { send } = server;
    const forgetful = (request: RawRequest) =>
      request.method === 'HEAD' ? Promise.reject(new AppError('UPLOAD_GONE')) : send(request);
    Object.assign(server, { send: forgetful });
    const { upload, created } = begin(
      server,
      '0198c0de-0000-7000-8000-000000000002' as AttachmentId,
    );
    await upload.done;
    expect(created).toEqual([id]);
    expect(Buffer.concat(server.received).equals(content)).toBe(true);
  });

  it('asks again for a file that is whole and not to be found yet, and sends nothing twice', async () => {
    const server = new TusServer();
    const notYet = failing([1, 2], new AppError('ATTACHMENT_NOT_FOUND'));
    const info = () => {
      notYet();
      return ofFile();
    };
    await begin(server, null, 1, { info: async () => Promise.resolve().then(info) }).upload.done;
    expect(server.creations).toBe(1);
    expect(Buffer.concat(server.received).equals(content)).toBe(true);
  });

  it('sends smaller pieces where each takes long', async () => {
    const clock = new ManualClock();
    const server = new TusServer();
    const { send } = server;
    const slow = async (request: RawRequest) => {
      if (request.method === 'PATCH') await clock.advance(5_000);
      return send(request);
    };
    Object.assign(server, { send: slow });
    await begin(server, null, 1, { clock }).upload.done;
    const [first, second] = server.received;
    expect(second?.length).toBeLessThan(first?.length ?? 0);
    expect(Buffer.concat(server.received).equals(content)).toBe(true);
  });

  it('waits for as long as the server asks for', async () => {
    const clock = new ManualClock();
    const server = new TusServer();
    const busy = new AppError('RATE_LIMITED', { retryAfterSeconds: 90 });
    server.beforePiece = failing([1], busy);
    const { upload } = begin(server, null, 1, { clock, isImpatient: false });
    while (clock.pendingAlarms === 0) await settle();
    await clock.advance(89_000);
    for (let turn = 0; turn < 20; turn += 1) await settle();
    expect(server.received).toEqual([]);
    await clock.advance(1_000);
    await upload.done;
    expect(Buffer.concat(server.received).equals(content)).toBe(true);
  });

  it('sends nothing while it is paused, and nothing after it was cancelled', async () => {
    const server = new TusServer();
    const { upload } = begin(server);
    server.afterPiece = () => {
      upload.pause();
    };
    while (server.offset === 0) await settle();
    const atPause = server.offset;
    for (let turn = 0; turn < 20; turn += 1) await settle();
    expect(server.offset).toBe(atPause);
    const cancelled = upload.cancel();
    await expect(upload.done).rejects.toMatchObject({ code: 'UPLOAD_CANCELLED' });
    await cancelled;
    expect(server.offset).toBe(atPause);
  });
});
