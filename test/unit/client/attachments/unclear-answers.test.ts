import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { fetchPiece, fetchThumbnail } from '#client/attachments/download.ts';
import { Tus } from '#client/attachments/tus.ts';
import type { TransportResponse } from '#client/transport.ts';

const id = '0198c0de-0000-7000-8000-000000000001' as AttachmentId;
const range = { first: 0, last: 9 };
const notOurs = { code: 'NOT_A_SERVER' };

/** A server that answers all with the same. */
function answering(part: Partial<TransportResponse>) {
  return () => Promise.resolve({ status: 200, headers: {}, body: undefined, ...part });
}

function refusing(error: Error) {
  return () => Promise.reject(error);
}

describe('of a file', () => {
  const bytes = Uint8Array.of(1);

  it('a part is taken only as what was asked for, and of which whole it is', async () => {
    const whole = answering({ bytes });
    const unplaced = answering({ status: 206, bytes });
    for (const send of [whole, answering({ status: 206 }), unplaced]) {
      await expect(fetchPiece(send, id, range)).rejects.toMatchObject(notOurs);
    }
    const placed = answering({ status: 206, bytes, headers: { 'content-range': 'bytes 0-0/7' } });
    expect(await fetchPiece(placed, id, range)).toEqual({
      bytes,
      totalBytes: 7,
      contentType: 'application/octet-stream',
    });
  });

  it('a thumbnail has bytes', async () => {
    await expect(fetchThumbnail(answering({}), id)).rejects.toMatchObject(notOurs);
    expect(await fetchThumbnail(answering({ bytes }), id)).toBe(bytes);
  });
});

describe('of an upload', () => {
  it('it is said where it is and how far', async () => {
    const silent = new Tus(answering({}));
    await expect(silent.create(1, { fileName: 'a' })).rejects.toMatchObject(notOurs);
    await expect(silent.offset(id)).rejects.toMatchObject(notOurs);
    const below = new Tus(answering({ headers: { 'upload-offset': '-1' } }));
    await expect(below.append(id, 0, Uint8Array.of(1), true)).rejects.toMatchObject(notOurs);
  });

  it('that is gone nothing is known, and it needs no giving up', async () => {
    const gone = new Tus(refusing(new AppError('UPLOAD_GONE')));
    expect(await gone.offset(id)).toBeNull();
    await gone.terminate(id);
  });

  it('what else is refused is told, without words too', async () => {
    const refused = new Tus(refusing(new AppError('VALIDATION_ERROR')));
    await expect(refused.offset(id)).rejects.toMatchObject({ code: 'ATTACHMENT_REFUSED' });
    await expect(refused.terminate(id)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    const away = new Tus(refusing(new AppError('NOT_READY')));
    await expect(away.offset(id)).rejects.toMatchObject({ code: 'NOT_READY' });
    const broken = new Tus(refusing(new TypeError('a defect')));
    await expect(broken.offset(id)).rejects.toThrow('a defect');
  });
});
