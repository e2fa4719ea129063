import { describe, expect, test } from 'vitest';
import { parseBlocks } from '#message-text/blocks.ts';
import { mentionCases } from '../../../support/mention-cases.ts';
import type { Block, Inline } from '#message-text/text-tree.ts';

const members = new Set(['anna', 'ben.ito', 'ben', 'carla']);
const parse = (source: string) => parseBlocks(source, members);

/** The parts in a notation that can be read: `<bold>x</bold>`. */
function write(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'link') return `<link ${part.address}>${part.text}</link>`;
      const inner = 'parts' in part ? write(part.parts) : part.text;
      return `<${part.kind}>${inner}</${part.kind}>`;
    })
    .join('');
}

function inline(source: string): string {
  const [block, ...others] = parse(source);
  if (block?.kind !== 'paragraph' || others.length > 0) throw new Error('not one paragraph');
  return write(block.parts);
}

function outline(blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => {
    if (block.kind === 'paragraph') return write(block.parts);
    if (block.kind === 'code') return { code: block.text };
    if (block.kind === 'quote') return { quote: outline(block.blocks) };
    return {
      list: block.items.map(({ number, level, parts }) => [number, level, write(parts)]),
    };
  });
}

describe('emphasis', () => {
  test.each([
    [
      '**bold** and *italic*, __bold__ and _italic_',
      '<bold>bold</bold> and <italic>italic</italic>, <bold>bold</bold> and <italic>italic</italic>',
    ],
    ['~~struck~~', '<strike>struck</strike>'],
    ['***both***', '<bold><italic>both</italic></bold>'],
    ['**bold *and italic***', '<bold>bold <italic>and italic</italic></bold>'],
    ['*italic **and bold***', '<italic>italic <bold>and bold</bold></italic>'],
    ['**粗体**文字と*斜体*です', '<bold>粗体</bold>文字と<italic>斜体</italic>です'],
    ['(*quiet*), “**loud**”', '(<italic>quiet</italic>), “<bold>loud</bold>”'],
  ])('%s', (source, expected) => {
    expect(inline(source)).toBe(expected);
  });

  test.each([
    '2*3*4 = 24, 2**3**2, a_b_c, snake_case_name, __init',
    'a * b * c',
    '*not closed',
    '*closed on\nanother line*',
    '**',
    '****',
    '** **',
    '~one~ ~~~three~~~',
    '¯\\_(ツ)_/¯',
    '\\*as it is\\*',
    'C:\\*.* and C:\\_old_',
    '(*) and (*)',
  ])('stays as it was written: %s', (source) => {
    expect(inline(source)).toBe(source);
  });

  test('what overlaps is paired with what can end inside', () => {
    expect(inline('*a **b* c**')).toBe('<italic>a **b</italic> c**');
  });
});

describe('code', () => {
  test.each([
    ['`a *b* <i>`', '<code>a *b* <i></code>'],
    ['``a ` b``', '<code>a ` b</code>'],
    ['`a` and `b`', '<code>a</code> and <code>b</code>'],
  ])('%s', (source, expected) => {
    expect(inline(source)).toBe(expected);
  });

  test.each(['`not closed', '`two\nlines`', '``a`'])('stays as it was written: %s', (source) => {
    expect(inline(source)).toBe(source);
  });

  test('a block keeps every character', () => {
    const source = 'Look:\n\n```ts\nif (a < b) {\n  **run**();\n\n}\n```\n\nDone';
    expect(outline(parse(source))).toEqual([
      'Look:',
      { code: 'if (a < b) {\n  **run**();\n\n}' },
      'Done',
    ]);
  });

  test('a block that does not end is text', () => {
    expect(inline('```\nlet a = 1;')).toBe('```\nlet a = 1;');
  });
});

describe('quotes and lists', () => {
  test('quotes hold text, lists and quotes', () => {
    expect(outline(parse('> She said *yes*\n> - one\n> > and he\n\nGood'))).toEqual([
      {
        quote: [
          'She said <italic>yes</italic>',
          { list: [[null, 0, 'one']] },
          { quote: ['and he'] },
        ],
      },
      'Good',
    ]);
  });

  test('lists keep their numbers and levels', () => {
    expect(outline(parse('Buy:\n- milk\n  - fresh\n* bread\n\n3. third\n4) fourth'))).toEqual([
      'Buy:',
      {
        list: [
          [null, 0, 'milk'],
          [null, 1, 'fresh'],
          [null, 0, 'bread'],
        ],
      },
      {
        list: [
          ['3.', 0, 'third'],
          ['4)', 0, 'fourth'],
        ],
      },
    ]);
  });

  test.each([
    '-5 degrees',
    '3.14',
    '>:(',
    '>x',
    '-',
    '1.',
    'a\n\n\nb  ',
    '\n x \n',
    '# not a heading',
    '| a | b |',
    '    indented',
  ])('stays as it was written: %j', (source) => {
    expect(inline(source)).toBe(source);
  });
});

describe('mentions', () => {
  test.each([
    ['@anna look', '<mention>@anna</mention> look'],
    ['ask @Ben.Ito.', 'ask <mention>@Ben.Ito</mention>.'],
    ['(@ben)', '(<mention>@ben</mention>)'],
    ['**@carla**', '<bold><mention>@carla</mention></bold>'],
  ])('%s', (source, expected) => {
    expect(inline(source)).toBe(expected);
  });

  test.each(['@nobody', 'mail@anna', '@@anna', '@annabel', '@ anna', '@anna_x'])(
    'is none: %s',
    (source) => {
      expect(inline(source)).toBe(source);
    },
  );
});

test.each(mentionCases)('“%s” mentions ben.ito, as notifications see it: %s', (text, isMention) => {
  const shown = parse(text).map((block) => (block.kind === 'paragraph' ? write(block.parts) : ''));
  expect(/<mention>@ben\.ito</i.test(shown.join())).toBe(isMention);
});

describe('HTML', () => {
  test.each([
    '<b>bold</b>',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '&lt;b&gt; &amp; &#106;',
    '<a href="javascript:alert(1)">x</a>',
    '<!-- -->',
  ])('is text: %s', (source) => {
    expect(inline(source)).toBe(source);
  });
});

describe('the longest messages', () => {
  const length = 5_000;
  const fill = (pattern: string) =>
    pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);
  const worst = [
    '*a _',
    '*',
    '_',
    '~~a',
    '**a *b ',
    '***a',
    '`',
    '`a``b',
    '``` \n',
    '```x\n',
    '>',
    '> ',
    '>>> a\n',
    '- ',
    '- a\n',
    '            - a\n',
    '[',
    '[a](',
    '[a](http://',
    '[a](http://b',
    '](',
    '@',
    '@anna',
    '@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'http://',
    'http://[',
    'http://a)',
    'http://a(',
    'www.',
    'mailto:',
    '\n',
    ' \n',
    '\\*',
    '*a* ',
    '`a` ',
    '\u202E*a',
    '🙂*',
    'h',
    '1. ',
    '**a** [b](http://c) `d` @anna\n',
    '*a*b',
    '_a*b~~c',
  ];

  test.each(worst.map((pattern) => [pattern]))('take no time: %j', (pattern) => {
    const tookMs = [1, 2, 3, 4, 5].map(() => {
      const started = performance.now();
      parse(fill(pattern));
      return performance.now() - started;
    });
    // The best of several: other programs may take the processor meanwhile.
    expect(Math.min(...tookMs)).toBeLessThan(50);
  });

  test('nothing is nested deeper than can be drawn', () => {
    const depthOf = (parts: readonly Inline[]): number =>
      Math.max(0, ...parts.map((part) => ('parts' in part ? 1 + depthOf(part.parts) : 0)));
    const blockDepth = (blocks: readonly Block[]): number =>
      Math.max(
        0,
        ...blocks.map((block) => {
          if (block.kind === 'quote') return 1 + blockDepth(block.blocks);
          return block.kind === 'paragraph' ? depthOf(block.parts) : 0;
        }),
      );
    for (const pattern of worst) expect(blockDepth(parse(fill(pattern)))).toBeLessThanOrEqual(8);
  });
});
