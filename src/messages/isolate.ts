const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const leftToRight =
  /(?![\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}])\p{L}/u;

const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

/** What turns the text around it, or its own; a name or a preview has no use for them. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** As it is read without being turned: nothing in it can make it look like another text. */
export function unturned(value: string): string {
  return value.replaceAll(turning, '');
}

/**
 * What is put into a text keeps its own direction, and the text around it is not reordered by it: a
 * name in the other direction stands between isolating characters, and has none of its own with
 * which it could leave them. All else stays as it is, so that
 * it can be copied, searched and compared.
 */
export function isolate(value: string, around: 'ltr' | 'rtl'): string {
  const plain = unturned(value);
  const isOther = around === 'ltr' ? rightToLeft.test(plain) : leftToRight.test(plain);
  return isOther ? `${firstStrongIsolate}${plain}${popIsolate}` : plain;
}
