import { describe, expect, it } from 'vitest';
import type { ByteRange, FilePiece } from '#client/chat-client.ts';
import { rangedResponse } from '../../../../src/main/attachments/file-responses.ts';

const file = Uint8Array.from({ length: 100 }, (_, index) => index);

/** A server that sends at most ten bytes at a time. */
function tenAtATime(asked: ByteRange[]) {
  return ({ first, last }: ByteRange): Promise<FilePiece> => {
    asked.push({ first, last });
    const bytes = file.subarray(first, Math.min(last, first + 9) + 1);
    return Promise.resolve({ bytes, totalBytes: file.length, contentType: 'audio/ogg' });
  };
}

const isAllowed = (type: string) => type === 'audio/ogg';

describe('a file for the page', () => {
  it('comes whole when no range is asked for', async () => {
    const response = await rangedResponse(null, tenAtATime([]), isAllowed);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('100');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(file);
  });

  it('comes as the range that a player asks for', async () => {
    const response = await rangedResponse('bytes=15-44', tenAtATime([]), isAllowed);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 15-44/100');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(file.subarray(15, 45));
  });

  it('is fetched no faster than it is taken', async () => {
    const asked: ByteRange[] = [];
    const response = await rangedResponse('bytes=0-', tenAtATime(asked), isAllowed);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.read();
    expect(asked.map(({ first }) => first)).toEqual([0, 10]);
    await reader?.cancel();
    expect(asked).toHaveLength(2);
  });

  it('is refused when its type may not be shown', async () => {
    const response = await rangedResponse(null, tenAtATime([]), () => false);
    expect(response.status).toBe(403);
    expect(response.body).toBeNull();
  });
});
