import type { SearchResult } from '#protocol/search.ts';
import { toPlainText } from '#message-text/plain-text.ts';

type Part = SearchResult['snippet_parts'][number];

/** For private use in Unicode: no text means anything by them, and no markup is made of them. */
const begin = '\ue000';
const end = '\ue001';

/** A snippet without its markup, as messages are shown, and with the same words marked in it. */
export function plainParts(parts: readonly Part[]): Part[] {
  const marked = parts.map(({ text, is_match: isMatch }) => {
    const plain = text.replaceAll(/[\ue000\ue001]/g, '');
    return isMatch ? `${begin}${plain}${end}` : plain;
  });
  return toPlainText(marked.join(''))
    .split(/(\ue000[^\ue001]*\ue001)/)
    .filter((text) => text !== '')
    .map((text) => ({ text: text.replaceAll(/[\ue000\ue001]/g, ''), is_match: text[0] === begin }));
}
