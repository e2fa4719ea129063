import { expect, it } from 'vitest';
import { isExternalLink } from '../../../src/main/windows/external-link.ts';

it.each(['https://example.org', 'http://example.org/path'])('%s may be opened', (url) => {
  expect(isExternalLink(url)).toBe(true);
});

it.each(['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'ms-msdt:/id', 'no url'])(
  '%s may not',
  (url) => {
    expect(isExternalLink(url)).toBe(false);
  },
);
