/**
 * Characters that end an address: blanks, quotation marks, the punctuation of scripts without
 * blanks, and the invisible ones, by which an address could look like another.
 */
const notInAddresses = String.raw`\s<>"\u0060\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff。、，！？；：「」『』（）【】《》`;
const bareAddress = new RegExp(
  String.raw`(?:https?:\/\/|mailto:|www\.)[^${notInAddresses}]+`,
  'iy',
);
const namedAddress = new RegExp(
  String.raw`\[([^[\]\n]{1,500})\]\(((?:https?:\/\/|mailto:)(?:[^${notInAddresses}()]|\([^${notInAddresses}()]*\))+)\)`,
  'iy',
);
const allowedSchemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

interface FoundLink {
  text: string;
  /** Null where it only looked like one. */
  address: string | null;
  /** Where in the message the link ends. */
  end: number;
}

/** A written-out address that begins at `start`, without the punctuation of its sentence. */
export function readAddress(source: string, start: number): FoundLink | null {
  const written = matchAt(bareAddress, source, start)?.[0];
  if (written === undefined) return null;
  const text = withoutSentenceEnd(written);
  const address = toAddress(/^www\./i.test(text) ? `https://${text}` : text);
  // What is no address is not read again from each place within it: that could take long.
  const end = start + (address === null ? written : text).length;
  return { text: source.slice(start, end), address, end };
}

/** `[text](address)` that begins at `start`. */
export function readNamedLink(source: string, start: number): FoundLink | null {
  const [all, text, written] = matchAt(namedAddress, source, start) ?? [];
  if (all === undefined || text === undefined || written === undefined) return null;
  const address = toAddress(written);
  return address === null || text.trim() === '' ? null : { text, address, end: start + all.length };
}

/** In its normal form; null for what no program of the desktop should be started with. */
function toAddress(written: string): string | null {
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  if (!allowedSchemes.has(url.protocol)) return null;
  const leadsSomewhere = url.protocol === 'mailto:' ? url.pathname.includes('@') : url.host !== '';
  return leadsSomewhere ? url.href : null;
}

function matchAt(pattern: RegExp, source: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(source);
}

/** “(see https://example.org/a_(b)).” means the address up to and with the first bracket. */
function withoutSentenceEnd(written: string): string {
  let end = written.length;
  let surplus = count(written, ')') - count(written, '(');
  while (end > 0) {
    const last = written.charAt(end - 1);
    if (last === ')' && surplus > 0) surplus -= 1;
    else if (!/[.,;:!?'*_~\]}…’”»]/.test(last)) break;
    end -= 1;
  }
  return written.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
