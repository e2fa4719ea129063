import { expect, test } from 'vitest';
import { drawable } from '../../../src/renderer/features/emoji/emoji-support.ts';
import {
  emojiGroups,
  inTone,
  loadEmoji,
  searchEmoji,
} from '../../../src/renderer/features/emoji/emoji-data.ts';
import { emoji as emojiOfTheContract } from '../../../protocol/emoji.ts';
import { EmojiState } from '../../../src/renderer/features/emoji/emoji.state.svelte.ts';
import { installFakeBridge } from './support/fake-bridge.ts';

const all = await loadEmoji();

test('every group has emoji, and none of them is a skin tone alone', () => {
  for (const group of emojiGroups) {
    expect(all.filter((one) => one.group === group).length, group).toBeGreaterThan(50);
  }
  expect(all.some(({ emoji }) => emoji === '🏽')).toBe(false);
});

test('the server takes every one of them, in every skin tone', () => {
  for (const one of all) {
    for (const emoji of [one.emoji, ...one.tones]) {
      expect(emojiOfTheContract.safeParse(emoji).success, emoji).toBe(true);
    }
  }
});

test.each([
  ['thumbs up', '👍️'],
  ['grinn', '😀'],
  ['heart red', '❤️'],
  ['🍎', '🍎'],
])('a search for “%s” finds %s first or near', (query, expected) => {
  const found = searchEmoji(all, query, 10).map(({ emoji }) => emoji.replaceAll('\uFE0F', ''));
  expect(found).toContain(expected.replaceAll('\uFE0F', ''));
});

test('a search for nothing, or for what there is not, finds nothing', () => {
  expect(searchEmoji(all, '  ', 10)).toEqual([]);
  expect(searchEmoji(all, 'xyzzy', 10)).toEqual([]);
});

test('a skin tone is taken where there are some', () => {
  const [hand, apple] = ['👋', '🍎'].map((text) => all.find(({ emoji }) => emoji === text)!);
  expect([0, 1, 5].map((tone) => inTone(hand!, tone))).toEqual(['👋', '👋🏻', '👋🏿']);
  expect(inTone(apple!, 5)).toBe('🍎');
});

test('versions that cannot be drawn are not offered; where nothing can be told, all are', () => {
  const newest = Math.max(...all.map(({ version }) => version));
  const ofNewest = new Set(all.filter(({ version }) => version === newest).map((one) => one.emoji));
  const shown = drawable(all, (emoji) => !ofNewest.has(emoji));
  expect(shown.length).toBe(all.length - ofNewest.size);
  expect(drawable(all, () => false)).toHaveLength(all.length);
});

test('what was used comes first, once, and is kept', async () => {
  const bridge = installFakeBridge({
    getEmojiChoices: () => ({ recent: ['🍎'], skinTone: 2 }),
    setEmojiChoices: () => undefined,
  });
  const state = new EmojiState();
  await state.load();
  state.used('👋🏽');
  state.used('🍎');
  state.chooseTone(3);
  expect(state.recent).toEqual(['🍎', '👋🏽']);
  expect(state.quick.slice(0, 2)).toEqual(['🍎', '👋🏽']);
  expect(state.quick).toHaveLength(6);
  expect(bridge.calls.at(-1)?.argument).toEqual({ recent: ['🍎', '👋🏽'], skinTone: 3 });
  for (let number = 0; number < 50; number += 1) state.used(all[number]!.emoji);
  expect(state.recent).toHaveLength(32);
});
