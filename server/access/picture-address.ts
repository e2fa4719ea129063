import type { AttachmentId } from '#protocol/identifiers.ts';

/** Where a picture is had by those who are signed in and may see it; the same as long as it is. */
export function pictureAddress(id: AttachmentId | null): string | null {
  return id === null ? null : `/api/v1/attachments/${id}/thumbnail`;
}
