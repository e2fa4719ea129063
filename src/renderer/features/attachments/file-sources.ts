import type { AttachmentId } from '#protocol/identifiers.ts';

/** Where the page gets files: main answers, from the server. */
const scheme = 'future-talk-file:';

export function attachmentSource(id: AttachmentId): string {
  return `${scheme}//attachment/${id}`;
}

export function thumbnailSource(id: AttachmentId): string {
  return `${scheme}//thumbnail/${id}`;
}
