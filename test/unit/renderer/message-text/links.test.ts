import { describe, expect, test } from 'vitest';
import type { Inline } from '#message-text/text-tree.ts';
import { parseInline } from '#message-text/inline.ts';

/** Text and address of each link. */
function links(source: string): [string, string][] {
  return linksIn(parseInline(source, new Set()));
}

function linksIn(parts: readonly Inline[]): [string, string][] {
  return parts.flatMap((part) => {
    if ('parts' in part) return linksIn(part.parts);
    return part.kind === 'link' ? [[part.text, part.address] as [string, string]] : [];
  });
}

describe('addresses that are written out', () => {
  test.each([
    ['see https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ['(https://example.org/a_(b))', 'https://example.org/a_(b)'],
    ['https://example.org.', 'https://example.org'],
    ['https://example.org, and', 'https://example.org'],
    ['<https://example.org>', 'https://example.org'],
    ['**https://example.org**', 'https://example.org'],
    ['看https://example.org/中文。好', 'https://example.org/中文'],
    ['HTTP://EXAMPLE.ORG', 'HTTP://EXAMPLE.ORG'],
    ['http://192.168.0.7:8080/x', 'http://192.168.0.7:8080/x'],
    ['http://printer/', 'http://printer/'],
    ['mailto:anna@example.org', 'mailto:anna@example.org'],
  ])('%s', (source, text) => {
    expect(links(source)).toEqual([[text, new URL(text).href]]);
  });

  test('www needs no scheme', () => {
    expect(links('www.example.org')).toEqual([['www.example.org', 'https://www.example.org/']]);
  });
});

describe('addresses behind a text', () => {
  test('lead there, and keep the text', () => {
    expect(links('[the *plan*](https://example.org/plan_(1))')).toEqual([
      ['the *plan*', 'https://example.org/plan_(1)'],
    ]);
  });

  test.each([
    '[x](javascript:alert(1))',
    '[x](data:text/html,y)',
    '[x](//example.org)',
    '[x](/a)',
    '[ ](https://a.b)',
    '[x](file:///etc/passwd)',
    '[x](JaVaScRiPt:alert(1))',
    '[x](https://)',
    '[x]()',
  ])('are no link: %s', (source) => {
    expect(links(source).filter(([text]) => text === 'x' || text === ' ')).toEqual([]);
  });
});

test.each([
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'smb://host/share',
  'vbscript:x',
  'xhttp://example.org',
  'http://',
  'https://?',
  'mailto:',
  'mailto:nobody',
  'www.',
])('is no link: %s', (source) => {
  expect(links(source)).toEqual([]);
});

test('what cannot be seen ends an address, so that none looks like another', () => {
  expect(links('https://example.org/\u202Egnp.exe')).toEqual([
    ['https://example.org/', 'https://example.org/'],
  ]);
  expect(links('https://exam\u200Bple.org')[0]?.[1]).toBe('https://exam/');
  expect(links('https://example.org\u00AD.evil')[0]?.[1]).toBe('https://example.org/');
});
