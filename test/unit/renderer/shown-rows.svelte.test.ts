import { expect, test } from 'vitest';
import { ShownRows } from '../../../src/renderer/features/messages/shown-rows.ts';
import type { Timeline } from '../../../src/renderer/features/messages/timeline.state.svelte.ts';
import { message } from './support/samples.ts';
import { loaded } from './support/timelines.ts';

function surroundings({ entries }: Timeline) {
  return {
    entries,
    range: { first: 0, end: entries.length },
    notes: { before: new Map(), atEnd: [] },
    isOnline: true,
    firstNewKey: null,
    highlightedId: null,
    currentKey: entries.at(-1)?.key,
  };
}

const texts = [message(4), message(3), message(2), message(1)];

test('a message that comes changes its own row, and that from which Tab leads on to it', async () => {
  const { timeline } = await loaded([texts]);
  const rows = new ShownRows();
  const before = rows.of(surroundings(timeline));
  timeline.receive(message(5));
  const after = rows.of(surroundings(timeline));
  expect(after.map(({ entry }) => entry.content)).toEqual([
    'message 1',
    'message 2',
    'message 3',
    'message 4',
    'message 5',
  ]);
  for (const index of [0, 1, 2]) expect(after[index]).toBe(before[index]);
  expect(after.map(({ isCurrent }) => isCurrent)).toEqual([false, false, false, false, true]);
});

test('what is new, highlighted or noted shows in its row, and in no other', async () => {
  const { timeline } = await loaded([texts]);
  const rows = new ShownRows();
  const before = rows.of(surroundings(timeline));
  const [, second, third, fourth] = timeline.entries;
  const line = { key: 'note/1', createdAt: third?.createdAt ?? '', senderId: '' };
  const after = rows.of({
    ...surroundings(timeline),
    firstNewKey: second?.key ?? null,
    highlightedId: fourth?.id ?? null,
    notes: { before: new Map([[third?.key ?? '', [line as never]]]), atEnd: [] },
  });
  expect(after[0]).toBe(before[0]);
  expect(after.map(({ isFirstNew }) => isFirstNew)).toEqual([false, true, false, false]);
  expect(after.map(({ isHighlighted }) => isHighlighted)).toEqual([false, false, false, true]);
  expect(after.map(({ noted }) => noted.length)).toEqual([0, 0, 1, 0]);
  expect(after.map(({ startsGroup }) => startsGroup)).toEqual([true, true, true, false]);
});
