import { expect, test } from 'vitest';
import type { ConversationNote } from '#protocol/conversation-notes.ts';
import type { UserId } from '#protocol/identifiers.ts';
import { describeNote } from '../../../src/renderer/features/notes/describe-note.ts';
import { placeNotes } from '../../../src/renderer/features/notes/note-lines.ts';
import { GroupNotes } from '../../../src/renderer/features/notes/notes.state.svelte.ts';
import { installFakeBridge } from './support/fake-bridge.ts';
import { annaId, benId, minute, ownId, roomId } from './support/samples.ts';

const anna = { user_id: annaId, display_name: 'Anna' };
const ben = { user_id: benId, display_name: 'Ben' };
const me = { user_id: ownId, display_name: 'Me' };
const carla = { user_id: 'carla' as UserId, display_name: 'Carla' };

const note = (number: number, change: Partial<ConversationNote> = {}): ConversationNote => ({
  number,
  after_seq: 0,
  kind: 'added',
  actor: anna,
  subjects: [ben],
  name: null,
  created_at: minute(number),
  ...change,
});

const say = (change: Partial<ConversationNote>) => describeNote(note(1, change), ownId);

test('notes say what happened, to the reader and to others', () => {
  const named = { kind: 'created' as const, subjects: [me, ben], name: 'Lathe' };
  expect(say(named)).toBe('Anna created the group “Lathe” with you and Ben');
  expect(say({ ...named, name: null, actor: me, subjects: [anna] })).toBe(
    'You created the group with Anna',
  );
  expect(say({ kind: 'renamed', subjects: [], name: 'Mill' })).toBe('Anna named the group “Mill”');
  expect(say({ subjects: [ben, carla, me] })).toBe('Anna added Ben, Carla and you');
  expect(say({ kind: 'removed', actor: me })).toBe('You removed Ben');
  expect(say({ kind: 'left', subjects: [] })).toBe('Anna left the group');
  expect(say({ kind: 'made_admin', subjects: [me] })).toBe('Anna made you an admin');
  expect(say({ kind: 'made_admin', actor: null })).toBe('Ben is now an admin');
  expect(say({ kind: 'made_admin', actor: null, subjects: [me] })).toBe('You are now an admin');
  expect(say({ kind: 'made_member' })).toBe('Anna took the admin role from Ben');
  expect(say({ kind: 'made_member', actor: me, subjects: [me] })).toBe(
    'You gave up the admin role',
  );
});

test('notes say of a bot that it is one, whoever it is called like', () => {
  const bot = { user_id: 'bot' as UserId, username: 'anna[bot]', display_name: 'Anna' };
  expect(say({ kind: 'renamed', actor: bot, subjects: [], name: 'Mill' })).toBe(
    'Anna (bot) named the group “Mill”',
  );
  expect(say({ subjects: [bot, ben] })).toBe('Anna added Anna (bot) and Ben');
  expect(say({ kind: 'made_admin', actor: bot })).toBe('Anna (bot) made Ben an admin');
});

const entry = (seq: number | null) => ({
  key: String(seq),
  message: seq === null ? null : { seq },
});

function placed(
  notes: readonly ConversationNote[],
  seqs: readonly (number | null)[],
  beyond: { hasOlder?: boolean; hasNewer?: boolean } = {},
) {
  const entries = seqs.map(entry);
  const { before, atEnd } = placeNotes(notes, {
    entries,
    hasOlder: false,
    hasNewer: false,
    ...beyond,
  });
  const keys = (lines: readonly { key: string }[]) => lines.map(({ key }) => key);
  return { ...Object.fromEntries([...before].map(([k, v]) => [k, keys(v)])), end: keys(atEnd) };
}

test('each stands between the messages that it happened between', () => {
  const notes = [0, 1, 1, 3].map((after_seq, index) =>
    note(index + 1, { after_seq, kind: 'renamed' }),
  );
  expect(placed(notes, [1, 2, 3])).toEqual({
    '1': ['note/1'],
    '2': ['note/2', 'note/3'],
    end: ['note/4'],
  });
  // What is on its way comes after everything.
  expect(placed(notes, [1, 2, 3, null])).toMatchObject({ null: ['note/4'], end: [] });
  expect(placed(notes, [])).toEqual({ end: ['note/1', 'note/2', 'note/3', 'note/4'] });
});

test('those between messages that are not shown are not shown', () => {
  const notes = [0, 1, 2, 3].map((after_seq, index) =>
    note(index + 1, { after_seq, kind: 'renamed' }),
  );
  expect(placed(notes, [2, 3], { hasOlder: true })).toEqual({ '3': ['note/3'], end: ['note/4'] });
  expect(placed(notes, [2, 3], { hasOlder: true, hasNewer: true })).toEqual({
    '3': ['note/3'],
    end: [],
  });
});

test('what one person does to several in a row is one line', () => {
  const notes = [
    note(1),
    note(2, { subjects: [carla] }),
    note(3, { kind: 'removed' }),
    note(4),
    note(5, { actor: me }),
    note(30, { actor: me }),
  ];
  const { atEnd } = placeNotes(notes, { entries: [], hasOlder: false, hasNewer: false });
  expect(atEnd.map((line) => describeNote(line.note, ownId))).toEqual([
    'Anna added Ben and Carla',
    'Anna removed Ben',
    'Anna added Ben',
    'You added Ben',
    'You added Ben',
  ]);
  expect(notes[0]?.subjects).toEqual([ben]);
});

test('notes are asked for once, further back as messages are loaded, and again after a gap', async () => {
  const all = [0, 40, 90].map((after_seq, index) => note(index + 1, { after_seq }));
  const bridge = installFakeBridge({
    listNotes: ({ from_seq, to_seq = Infinity }) =>
      all.filter(({ after_seq }) => after_seq >= from_seq && after_seq <= to_seq),
  });
  const notes = new GroupNotes(roomId);
  const numbers = () => notes.list.map(({ number }) => number);
  await notes.again();
  expect(bridge.calls).toEqual([]);
  notes.add(note(4, { after_seq: 99 }));
  await Promise.all([notes.cover(80), notes.cover(90)]);
  expect(numbers()).toEqual([3, 4]);
  await notes.cover(80);
  expect(bridge.calls).toHaveLength(1);
  await notes.cover(0);
  expect(numbers()).toEqual([1, 2, 3, 4]);
  expect(bridge.calls.at(-1)?.argument).toMatchObject({ from_seq: 0, to_seq: 79 });
  all.push(note(5, { after_seq: 99 }));
  await notes.again();
  expect(numbers()).toEqual([1, 2, 3, 4, 5]);
});
