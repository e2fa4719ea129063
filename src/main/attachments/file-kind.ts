import type { FileKind } from '#ipc/attachments.ts';

/**
 * What the page may show or play. Nothing that could hold a script is here: SVG and HTML are only ever
 * documents.
 */
const shownTypes: Record<string, string> = {
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.aac': 'audio/aac',
  '.flac': 'audio/flac',
  '.m4a': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.oga': 'audio/ogg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.wav': 'audio/wav',
  '.weba': 'audio/webm',
};

const playedTypes = /^(audio|video)\/[a-z0-9.+-]+$/;

/** The type by the name's ending; null for what the page does not show. */
export function shownTypeOf(name: string): string | null {
  return shownTypes[endingOf(name)] ?? null;
}

/** What a file looks like before the server has looked into it. */
export function kindOf(name: string): FileKind {
  const type = shownTypeOf(name);
  if (type === null) return 'document';
  if (type.startsWith('image/')) return 'image';
  return type.startsWith('video/') ? 'video' : 'audio';
}

/** Whether the page may be given bytes of this type, which the server has found out from them. */
export function isShown(contentType: string): boolean {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return playedTypes.test(type) || Object.values(shownTypes).includes(type);
}

/** Endings that the operating system may run, or open as a page with scripts. */
const risky = new Set(
  (
    'app appimage apk appref-ms bat chm cmd com command cpl deb desktop dmg docm dotm exe gadget hta htm ' +
    'html inf iso jar js jse jnlp lnk mht mhtml msc msh msi msix mst ps1 psm1 pptm potm py pyw pif rb reg ' +
    'rpm run scf scr sct service sh svg sys tool url vb vbe vbs vxd website wsf wsh xhtml xlsm xltm xml zsh'
  ).split(' '),
);

/** Whether opening the file may run something. A name without an ending may be a program too. */
export function isRisky(name: string): boolean {
  const ending = endingOf(name.trim()).slice(1);
  return ending === '' || risky.has(ending);
}

/** With its dot, in lower case; none of a name that only begins with one. */
function endingOf(name: string): string {
  return /[^/\\](\.[^./\\]*)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
