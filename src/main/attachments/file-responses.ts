import type { ByteRange, FilePiece } from '#client/chat-client.ts';

/** Nothing of a file may outlive the page: neither kept by Chromium nor run as a page of its own. */
const guardHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Accept-Ranges': 'bytes',
};

type FetchPiece = (range: ByteRange) => Promise<FilePiece>;

/** The one range that players ask for; null for anything else, which then gets the whole file. */
export function parseRange(header: string | null): { first: number; last: number | null } | null {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined) return null;
  return { first: Number(first), last: last ? Number(last) : null };
}

export function refusal(status: 403 | 404 | 416 | 502): Response {
  return new Response(null, { status, headers: guardHeaders });
}

export function wholeResponse(bytes: Uint8Array, contentType: string): Response {
  const headers = { ...guardHeaders, 'Content-Type': contentType };
  return new Response(new Uint8Array(bytes), { headers });
}

/**
 * Answers a range, or all, of a file that comes in pieces. The next piece is fetched only when the one
 * before has been taken.
 */
export async function rangedResponse(
  rangeHeader: string | null,
  fetchPiece: FetchPiece,
  isAllowed: (contentType: string) => boolean,
): Promise<Response> {
  const asked = parseRange(rangeHeader);
  const first = asked?.first ?? 0;
  const piece = await fetchPiece({ first, last: asked?.last ?? Number.MAX_SAFE_INTEGER });
  if (!isAllowed(piece.contentType)) return refusal(403);
  const { totalBytes, contentType } = piece;
  if (totalBytes === 0) return wholeResponse(piece.bytes, contentType);
  const last = Math.min(asked?.last ?? Infinity, totalBytes - 1);
  const headers: Record<string, string> = {
    ...guardHeaders,
    'Content-Type': contentType,
    'Content-Length': String(last - first + 1),
  };
  if (asked !== null) headers['Content-Range'] = `bytes ${first}-${last}/${totalBytes}`;
  const body = streamFrom(piece.bytes, { first, last }, fetchPiece);
  return new Response(body, { status: asked === null ? 200 : 206, headers });
}

function streamFrom(
  firstPiece: Uint8Array,
  { first, last }: ByteRange,
  fetchPiece: FetchPiece,
): ReadableStream<Uint8Array> {
  let next = first;
  const hand = (controller: ReadableStreamDefaultController<Uint8Array>, bytes: Uint8Array) => {
    next += bytes.length;
    controller.enqueue(new Uint8Array(bytes));
    if (next > last) controller.close();
  };
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      const isFirst = next === first;
      const bytes = isFirst ? firstPiece : (await fetchPiece({ first: next, last })).bytes;
      if (bytes.length === 0) throw new Error('the file ended early');
      hand(controller, bytes);
    },
  };
  return new ReadableStream<Uint8Array>(source, { highWaterMark: 0 });
}
