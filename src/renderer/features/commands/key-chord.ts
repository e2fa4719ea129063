import { t } from '../../lib/messages/catalogue.ts';

/** Keys held together, as `mod+shift+f`; `mod` is Command on a Mac and Control elsewhere. */
export type KeyChord = string;

export const isMac = navigator.platform.startsWith('Mac');

/** The letter or sign that a press means: a layout without Latin letters means those of its places. */
function meant({ key, code }: KeyboardEvent): string {
  const latin = /^Key([A-Z])$/.exec(code)?.[1];
  const isForeign = key.length === 1 && (key.codePointAt(0) ?? 0) > 0x24f;
  return isForeign && latin !== undefined ? latin : key;
}

export function isPressed(chord: KeyChord, event: KeyboardEvent, mac = isMac): boolean {
  const parts = chord.split('+');
  const key = parts.at(-1) ?? '';
  const has = (name: string) => parts.includes(name);
  if (meant(event).toLowerCase() !== key) return false;
  if ((mac ? event.metaKey : event.ctrlKey) !== has('mod')) return false;
  if ((mac ? event.ctrlKey : event.metaKey) || event.altKey !== has('alt')) return false;
  // A sign is what it is, whichever keys a layout wants for it.
  return /^[?,/]$/.test(key) || event.shiftKey === has('shift');
}

/** What stands on each of the keys. */
export function keyCaps(chord: KeyChord, mac = isMac): string[] {
  const caps: Record<string, string> = {
    mod: mac ? '⌘' : t('key.ctrl'),
    alt: mac ? '⌥' : t('key.alt'),
    shift: mac ? '⇧' : t('key.shift'),
    enter: t('key.enter'),
    escape: t('key.escape'),
    arrowup: '↑',
    arrowdown: '↓',
    arrowleft: '←',
  };
  return chord.split('+').map((part) => caps[part] ?? part.toUpperCase());
}
