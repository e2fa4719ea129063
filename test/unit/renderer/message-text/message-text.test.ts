import { flushSync, mount, unmount } from 'svelte';
import type { Component } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import MessageText from '../../../../src/renderer/features/message-text/MessageText.svelte';
import { setTextSurroundings } from '../../../../src/renderer/features/message-text/text-surroundings.ts';
import { setRowFocus } from '../../../../src/renderer/features/messages/row-focus.ts';

const names = new Map([
  ['meg', 'Meg'],
  ['anna', 'Anna'],
]);

let shown: Record<string, unknown> | undefined;

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
});

/** The text as the page shows it; `opened` collects the links that were clicked. */
function draw(content: string) {
  const target = document.createElement('div');
  document.body.append(target);
  const opened: { text: string; address: string }[] = [];
  // A component by hand, since what a message needs to know comes by context.
  const InItsPlace: Component<{ content: string }> = (anchor, props) => {
    setTextSurroundings({
      ownUsername: 'meg',
      usernames: names,
      nameOf: (username) => names.get(username) ?? username,
      openLink: (link) => opened.push(link),
    });
    setRowFocus({ isCurrent: true });
    return MessageText(anchor, props);
  };
  shown = mount(InItsPlace, { target, props: { content }, context: new Map() });
  flushSync();
  return { target, opened };
}

test('what was written stands there, with its emphasis', () => {
  const { target } = draw('a **b** _c_ ~~d~~ `e`\n  f');
  expect(target.textContent.trimStart()).toBe('a b c d e\n  f');
  expect(target.querySelector('strong')?.textContent).toBe('b');
  expect(target.querySelector('em')?.textContent).toBe('c');
  expect(target.querySelector('s')?.textContent).toBe('d');
  expect(target.querySelector('code')?.textContent).toBe('e');
});

test.each([
  '<img src=x onerror=alert(1)><script>alert(1)</script><b>x</b>',
  '**<iframe src=//x></iframe>** `<svg onload=alert(1)>`',
  '> <style>*{}</style>\n- <object data=x>\n```\n<embed src=x>\n```',
  '[<img src=x>](https://example.org/"onmouseover="alert(1))',
])('HTML makes no element: %j', (content) => {
  const { target } = draw(content);
  const names = new Set([...target.querySelectorAll('*')].map(({ localName }) => localName));
  for (const name of ['img', 'script', 'b', 'iframe', 'svg', 'style', 'object', 'embed']) {
    expect(names).not.toContain(name);
  }
  for (const element of target.querySelectorAll('*')) {
    for (const { name } of element.attributes) expect(name).not.toMatch(/^on/);
  }
});

test('no link of the page leads anywhere but to the web or a mailbox', () => {
  const { target } = draw(
    'javascript:alert(1) [a](javascript:alert(1)) [b](data:text/html,x) https://example.org mailto:a@b.c',
  );
  expect([...target.querySelectorAll('a')].map(({ href }) => href)).toEqual([
    'https://example.org/',
    'mailto:a@b.c',
  ]);
});

test('a click asks the app, and the page stays', () => {
  const { target, opened } = draw('[the plan](https://example.org/plan)');
  const click = new MouseEvent('click', { bubbles: true, cancelable: true });
  target.querySelector('a')?.dispatchEvent(click);
  expect(click.defaultPrevented).toBe(true);
  expect(opened).toEqual([{ text: 'the plan', address: 'https://example.org/plan' }]);
});

test('a link reads from left to right, whatever stands around it', () => {
  const { target } = draw('\u202Ehttps://example.org/a');
  const link = target.querySelector('a');
  expect(link?.dir).toBe('ltr');
  expect(link?.textContent).toBe('https://example.org/a');
  expect(target.querySelector('[dir=auto]')).not.toBe(null);
});

test('a mention of oneself stands out from those of others', () => {
  const { target } = draw('@anna @meg @nobody');
  const mentions = [...target.querySelectorAll<HTMLElement>('[data-mention]')];
  expect(mentions.map(({ textContent }) => textContent)).toEqual(['@anna', '@meg']);
  expect(mentions.map(({ title }) => title)).toEqual(['Anna', 'Meg']);
  expect(mentions[0]?.className).not.toBe(mentions[1]?.className);
});

test('one to three emoji alone are large', () => {
  const large = (content: string) =>
    draw(content).target.querySelector('[data-emoji-only]') !== null;
  for (const content of ['🙂', '👩‍👩‍👧‍👦🏳️‍🌈🇨🇭', '❤️ 👍🏽', '1️⃣']) expect(large(content)).toBe(true);
  for (const content of ['🙂🙂🙂🙂', '🙂!', '1', '12', '', 'a']) expect(large(content)).toBe(false);
});
