import { expect, it } from 'vitest';
import { withoutMarkup } from '../../../src/main/notifications/notification-markup.ts';

it('means nothing to a daemon that reads markup', () => {
  const body = '<a href="http://bad">you & me</a>';
  expect(withoutMarkup(body, 'linux')).toBe('&lt;a href="http://bad"&gt;you &amp; me&lt;/a&gt;');
  expect(withoutMarkup(body, 'win32')).toBe(body);
});
