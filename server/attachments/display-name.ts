import { limits } from '#protocol/limits.ts';

/**
 * Control characters; and what makes a name look different from what it is: marks that turn the
 * direction of text around, and letters without any width. Joiners stay: some scripts need them.
 */
const deceptive =
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

const longestExtension = 16;

/** A name to be shown: never a path, never longer than the bound, the extension kept. */
export function displayName(given: string): string {
  const last = given
    .toWellFormed()
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '');
  const name = last.replace(deceptive, '').trim();
  if (name === '' || /^\.+$/.test(name)) return 'file';
  return shorten(name);
}

function shorten(name: string): string {
  const characters = Array.from(name);
  const max = limits.attachmentNameMaxCharacters;
  if (characters.length <= max) return name;
  const dot = characters.lastIndexOf('.');
  const extension = dot > 0 ? characters.slice(dot) : [];
  const kept = extension.length <= longestExtension ? extension : [];
  return [...characters.slice(0, max - kept.length), ...kept].join('');
}
