import { domainToUnicode } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { LinkWarning } from '#ipc/links.ts';
import { toExternalLink } from '../../../src/main/links/external-link.ts';
import { checkLink } from '../../../src/main/links/link-check.ts';

function check(address: string, text = address, trustedSites: string[] = []) {
  const url = toExternalLink(address);
  if (!url) throw new Error(`${address} is never opened`);
  return checkLink({ url, text }, trustedSites, domainToUnicode);
}

describe('what is shown of a link', () => {
  test.each([
    ['https://example.org/path', 'example.org'],
    ['http://192.168.0.7:8080/', '192.168.0.7:8080'],
    ['https://bücher.example/', 'bücher.example'],
    ['https://例え.jp/', '例え.jp'],
    ['https://почта.рф/', 'почта.рф'],
    ['https://вера.рф/', 'вера.рф'],
    ['https://서울.kr/', '서울.kr'],
    ['https://name-3.münchen.example:444/', 'name-3.münchen.example:444'],
    ['mailto:anna@example.org?subject=x', 'anna@example.org'],
  ])('%s', (address, site) => {
    expect(check(address)).toMatchObject({ site, warnings: [] });
  });

  test.each([
    // A Cyrillic а among Latin letters; nothing but Cyrillic doubles; Greek among Latin.
    ['https://pаypal.com/', 'xn--pypal-4ve.com'],
    ['https://аррӏе.com/', 'xn--80ak6aa92e.com'],
    ['https://gοοgle.com/', 'xn--ggle-0nda.com'],
  ])('a name made to look like another stands in punycode: %s', (address, site) => {
    expect(check(address)).toMatchObject({ site, warnings: ['lookalikeName'] });
  });
});

describe('what is warned of', () => {
  test.each<[string, string, LinkWarning[]]>([
    ['https://example.org', 'https://evil.example/', ['otherSiteNamed']],
    ['www.bank.example', 'https://evil.example/', ['otherSiteNamed']],
    ['bank.example/login', 'https://evil.example/', ['otherSiteNamed']],
    ['go to https://bank.example now', 'https://evil.example/', ['otherSiteNamed']],
    ['mailto:a@bank.example', 'mailto:b@evil.example', ['otherSiteNamed']],
    [
      'https://bank.example',
      'https://bank.example@evil.example/',
      ['otherSiteNamed', 'nameBeforeSite'],
    ],
    ['the plan', 'https://evil.example/', []],
    ['www.example.org', 'https://example.org/', []],
    ['Example.ORG', 'https://example.org/deep', []],
    ['see https://example.org', 'https://example.org/', []],
  ])('“%s” for %s', (text, address, warnings) => {
    expect(check(address, text).warnings).toEqual(warnings);
  });
});

describe('a trusted site', () => {
  test('is that host alone', () => {
    expect(check('https://example.org/a', 'x', ['example.org']).isTrusted).toBe(true);
    expect(check('https://www.example.org/', 'x', ['example.org']).isTrusted).toBe(false);
    expect(check('https://example.org.evil.example/', 'x', ['example.org']).isTrusted).toBe(false);
  });

  test('is asked about all the same where something warns', () => {
    const named = check('https://example.org/', 'https://bank.example', ['example.org']);
    expect(named.isTrusted).toBe(false);
    expect(check('https://a@example.org/', 'x', ['example.org']).isTrusted).toBe(false);
  });
});
