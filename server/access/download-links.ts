import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';

const lifetimeSeconds = limits.attachmentLinkLifetimeSeconds;
/** Ends are rounded up to this, so that asking twice mostly answers the same address. */
const roundedToSeconds = 900;
const tagBytes = 18;

/**
 * A token that stands for signing in to one file: when it ends, and a keyed hash over that and the
 * file's id. Lives at least an hour and at most a quarter longer.
 */
export function downloadToken(secret: Uint8Array, id: AttachmentId, nowMs: number): string {
  const end = nowMs / 1000 + lifetimeSeconds;
  const endSeconds = Math.ceil(end / roundedToSeconds) * roundedToSeconds;
  return `${String(endSeconds)}.${tagOf(secret, id, endSeconds)}`;
}

export function isDownloadToken(
  secret: Uint8Array,
  id: AttachmentId,
  token: string,
  nowMs: number,
): boolean {
  const [, end = '', tag = ''] = /^(\d{1,12})\.([\w-]{24})$/.exec(token) ?? [];
  if (end === '' || Number(end) * 1000 <= nowMs) return false;
  return timingSafeEqual(Buffer.from(tag), Buffer.from(tagOf(secret, id, Number(end))));
}

function tagOf(secret: Uint8Array, id: AttachmentId, endSeconds: number): string {
  const text = `download ${id} ${String(endSeconds)}`;
  // A key for this purpose alone: the secret signs other things too.
  const key = createHmac('sha256', secret).update('attachment links').digest();
  const tag = createHmac('sha256', key).update(text).digest();
  return tag.subarray(0, tagBytes).toString('base64url');
}
