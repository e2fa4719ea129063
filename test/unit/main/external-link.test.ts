import { expect, it } from 'vitest';
import { toExternalLink } from '../../../src/main/links/external-link.ts';

it.each(['https://example.org', 'http://example.org/path'])('%s may be opened', (url) => {
  expect(toExternalLink(url)?.href).toBe(new URL(url).href);
});

it.each(['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'ms-msdt:/id', 'no url'])(
  '%s may not',
  (url) => {
    expect(toExternalLink(url)).toBe(null);
  },
);

it('of a mail only the recipient, the subject and the text are kept', () => {
  const link = toExternalLink('mailto:a@example.org?subject=a+b&attach=/etc/passwd&body=c%26d');
  expect(link?.href).toBe('mailto:a@example.org?subject=a%20b&body=c%26d');
});
