const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const leftToRight =
  /(?![\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}])\p{L}/u;

const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

/**
 * What is put into a text keeps its own direction, and the text around it is not reordered by it: a
 * name in the other direction stands between isolating characters. All else stays as it is, so that
 * it can be copied, searched and compared.
 */
export function isolate(value: string, around: 'ltr' | 'rtl'): string {
  const isOther = around === 'ltr' ? rightToLeft.test(value) : leftToRight.test(value);
  return isOther ? `${firstStrongIsolate}${value}${popIsolate}` : value;
}
