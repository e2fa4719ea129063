/** Scripts that put no blanks between words: a name may follow any of their letters. */
const withoutBlanks = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Hangul']
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/**
 * Whether a text names somebody as `@username`. The page reads mentions when it draws them, by the
 * same rule: no letter or digit before the @, and none behind the name, also not after a full stop.
 */
export function mentions(text: string, username: string): boolean {
  const name = username.replaceAll('.', '\\.');
  const pattern = `(?<![\\p{N}_@\\\\]|(?![${withoutBlanks}])\\p{L})@${name}(?![.-]*[a-z0-9_])`;
  return username !== '' && new RegExp(pattern, 'iu').test(text);
}
