import type { AttachmentInfo } from '#protocol/attachments.ts';

/**
 * Headers under which a browser saves a file and runs nothing of it: never shown in place, its type
 * never guessed, and without any rights if it is opened all the same.
 */
export function fileHeaders({
  file_name: name,
  mime_type: type,
}: Pick<AttachmentInfo, 'file_name' | 'mime_type'>): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Disposition': dispositionOf(name),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Accept-Ranges': 'bytes',
  };
}

/** RFC 6266 with the name in both forms: RFC 8187, and plain for those who know no better. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
