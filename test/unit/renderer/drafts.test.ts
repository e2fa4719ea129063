import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Draft as SavedDraft } from '#protocol/drafts.ts';
import { DraftsState } from '../../../src/renderer/features/messages/drafts.state.svelte.ts';
import { installFakeBridge } from './support/fake-bridge.ts';
import { messageId, minute, roomId } from './support/samples.ts';

const saved = (content: string, minutes: number, change: Partial<SavedDraft> = {}): SavedDraft => ({
  conversation_id: roomId,
  content,
  reply_to_message_id: null,
  self_destruct_timer: null,
  updated_at: minute(minutes),
  ...change,
});

let onServer: SavedDraft[];
let bridge: ReturnType<typeof installFakeBridge>;
let drafts: DraftsState;

beforeEach(() => {
  vi.useFakeTimers();
  onServer = [];
  bridge = installFakeBridge({ listDrafts: () => onServer, saveDraft: () => undefined });
  drafts = new DraftsState();
});
afterEach(() => vi.useRealTimers());

function type(text: string) {
  drafts.of(roomId).text = text;
  drafts.changed(roomId, drafts.of(roomId).writing);
}

const saves = () =>
  bridge.calls
    .filter(({ name }) => name === 'saveDraft')
    .map(({ argument }) => (argument as { content: string }).content);

test('what is typed is saved at the first pause, not with each letter', () => {
  type('H');
  vi.advanceTimersByTime(900);
  type('Ha');
  vi.advanceTimersByTime(999);
  expect(saves()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(saves()).toEqual(['Ha']);
  vi.advanceTimersByTime(60_000);
  expect(saves()).toEqual(['Ha']);
});

test('it is saved at once on leaving, and when the composer is empty again', () => {
  type('Half a thought');
  drafts.left(roomId);
  expect(saves()).toEqual(['Half a thought']);
  drafts.left(roomId);
  expect(saves()).toHaveLength(1);
  type('');
  expect(saves()).toEqual(['Half a thought', '']);
});

test('a timer alone is no draft', () => {
  drafts.of(roomId).timer = 60;
  drafts.changed(roomId, drafts.of(roomId).writing);
  drafts.left(roomId);
  expect(saves()).toEqual([]);
});

test('what was saved elsewhere is shown, and not saved again', () => {
  drafts.receive(
    saved('From the sofa', 1, { reply_to_message_id: messageId(1), self_destruct_timer: 60 }),
  );
  const draft = drafts.of(roomId);
  expect([draft.text, draft.replyTo, draft.timer]).toEqual(['From the sofa', messageId(1), 60]);
  drafts.changed(roomId, drafts.of(roomId).writing);
  drafts.left(roomId);
  expect(saves()).toEqual([]);
  drafts.receive(saved('', 2));
  // The timer is how the person writes here; it is not part of what was sent.
  expect([draft.text, draft.replyTo, draft.timer]).toEqual(['', null, 60]);
});

test('nothing that comes takes the place of what is being typed', () => {
  type('Typed here');
  drafts.receive(saved('From the sofa', 1));
  expect(drafts.of(roomId).text).toBe('Typed here');
  vi.advanceTimersByTime(1_000);
  expect(saves()).toEqual(['Typed here']);
  // After the pause it waits until the person has rested.
  drafts.receive(saved('From the sofa again', 2));
  expect(drafts.of(roomId).text).toBe('Typed here');
  vi.advanceTimersByTime(5_000);
  expect(drafts.of(roomId).text).toBe('From the sofa again');
  expect(saves()).toHaveLength(1);
});

test('what was kept back is forgotten when the person goes on', () => {
  type('Typed here');
  vi.advanceTimersByTime(1_000);
  drafts.receive(saved('From the sofa', 1));
  type('Typed here, and on');
  drafts.left(roomId);
  vi.advanceTimersByTime(60_000);
  expect(drafts.of(roomId).text).toBe('Typed here, and on');
});

test('one’s own save coming back changes nothing', () => {
  type('Typed here');
  drafts.left(roomId);
  type('Typed here, more');
  drafts.receive(saved('Typed here', 1));
  expect(drafts.of(roomId).text).toBe('Typed here, more');
});

test('the list fills what is empty, empties what is gone, and yields to newer news', async () => {
  onServer = [saved('Kept', 1)];
  await drafts.load();
  expect(drafts.of(roomId).text).toBe('Kept');
  onServer = [saved('Older', 1)];
  drafts.receive(saved('Newer', 2));
  await drafts.load();
  expect(drafts.of(roomId).text).toBe('Newer');
  onServer = [];
  await drafts.load();
  expect(drafts.of(roomId).text).toBe('');
});

test('a text too long to be kept stays here', () => {
  type('x'.repeat(10_001));
  drafts.left(roomId);
  expect(saves()).toEqual([]);
  expect(drafts.of(roomId).text).toHaveLength(10_001);
});
