/** The more particular first: every one of them also calls itself what follows. */
const browsers: readonly [pattern: RegExp, name: string][] = [
  [/\bEdg\//, 'Edge'],
  [/\bFirefox\//, 'Firefox'],
  [/\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

/** By what the page's session is known in the list of the person's sessions. */
export function deviceNameOf(userAgent: string): string {
  const found = browsers.find(([pattern]) => pattern.test(userAgent));
  return found === undefined ? 'Browser' : `Browser (${found[1]})`;
}
