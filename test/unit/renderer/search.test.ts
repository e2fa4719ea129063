import { beforeEach, expect, it, vi } from 'vitest';
import type { SearchResult } from '#protocol/search.ts';
import { plainParts } from '../../../src/renderer/features/search/plain-parts.ts';
import { groupResults } from '../../../src/renderer/features/search/grouped-results.ts';
import { noFilters, searchRequest } from '../../../src/renderer/features/search/search-filters.ts';
import { SearchState } from '../../../src/renderer/features/search/search.state.svelte.ts';
import { annaId, conversationId, message, messageId, roomId } from './support/samples.ts';

const now = Date.UTC(2026, 4, 4, 12);

it('asks for nothing while there is nothing to look for', () => {
  expect(searchRequest('  ', noFilters, now)).toBeNull();
  // A conversation alone is where to look, not what to look for.
  expect(searchRequest('', { ...noFilters, conversationId: roomId }, now)).toBeNull();
});

it('asks for words, person, place and time together', () => {
  const filters = { ...noFilters, conversationId: roomId, fromUserId: annaId, hasFile: true };
  expect(searchRequest(' tea ', { ...filters, when: 'week' }, now)).toEqual({
    q: 'tea',
    conversation_id: roomId,
    from_user_id: annaId,
    has_attachment: true,
    sent_after: '2026-04-27T12:00:00.000Z',
  });
  expect(searchRequest('', { ...noFilters, when: 'earlier' }, now)).toEqual({
    q: '',
    sent_before: '2025-05-04T12:00:00.000Z',
  });
});

it('takes whole days, the last one included, by the clock of this computer', () => {
  const dates = { ...noFilters, when: 'dates' as const };
  expect(searchRequest('tea', dates, now)).toEqual({ q: 'tea' });
  expect(
    searchRequest('tea', { ...dates, firstDay: '2026-03-01', lastDay: '2026-03-01' }, now),
  ).toEqual({
    q: 'tea',
    sent_after: new Date(2026, 2, 1).toISOString(),
    sent_before: new Date(2026, 2, 2).toISOString(),
  });
});

const result = (seq: number, room = roomId): SearchResult => ({
  message: message(seq, { conversation_id: room }),
  snippet: `message ${String(seq)}`,
  snippet_parts: [{ text: `message ${String(seq)}`, is_match: true }],
});

it('shows what was found without its markup, and marks the same words', () => {
  const part = (text: string, is_match = false) => ({ text, is_match });
  expect(plainParts([part('…for the **new '), part('rudder', true), part('**: `keel`')])).toEqual([
    part('…for the new '),
    part('rudder', true),
    part(': keel'),
  ]);
  expect(
    plainParts([part('**'), part('one', true), part(' '), part('two', true), part('**')]),
  ).toEqual([part('one', true), part(' '), part('two', true)]);
  // Half of a markup stays as it stands, and what looks like our marks is not believed.
  expect(plainParts([part('a ** b \ue000c\ue001 '), part('d', true)])).toEqual([
    part('a ** b c '),
    part('d', true),
  ]);
});

it('groups neighbours of one conversation and keeps the order', () => {
  const [first, second] = [conversationId(1), conversationId(2)];
  const groups = groupResults([
    result(5, first),
    result(4, first),
    result(3, second),
    result(2, first),
  ]);
  expect(groups.map(({ conversationId, results }) => [conversationId, results.length])).toEqual([
    [first, 2],
    [second, 1],
    [first, 1],
  ]);
});

interface Asked {
  query: Record<string, unknown>;
  answer: (results: SearchResult[]) => void;
  fail: (code: string) => void;
}

let asked: Asked[];
let state: SearchState;

beforeEach(() => {
  asked = [];
  state = new SearchState();
  const call = (_name: string, query: Record<string, unknown>) =>
    new Promise((resolve) => {
      asked.push({
        query,
        answer: (results) => resolve({ ok: true, value: results }),
        fail: (code) => resolve({ ok: false, error: { code, detail: 'no', retryable: false } }),
      });
    });
  vi.stubGlobal('window', { futureTalk: { call, on: () => () => undefined } });
});

const ids = () => state.results.map(({ message: { id } }) => id);

it('shows the answer to what was asked last, whatever comes first', async () => {
  state.query = 'te';
  const first = state.run();
  state.query = 'tea';
  const second = state.run();
  asked[1]?.answer([result(1)]);
  asked[0]?.answer([result(2)]);
  await Promise.all([first, second]);
  expect(ids()).toEqual([messageId(1)]);
  expect(state.status).toBe('ready');
});

it('goes on from the last result, each shown once', async () => {
  state.query = 'tea';
  const ran = state.run();
  asked[0]?.answer(Array.from({ length: 20 }, (_, index) => result(50 - index)));
  await ran;
  expect(state.hasMore).toBe(true);
  const more = state.more();
  expect(asked[1]?.query).toMatchObject({ q: 'tea', before: messageId(31) });
  asked[1]?.answer([result(31), result(30)]);
  await more;
  expect(ids()).toHaveLength(21);
  expect(state.hasMore).toBe(false);
});

it('drops what was erased, also from an answer that was on its way', async () => {
  state.query = 'tea';
  const ran = state.run();
  state.erased(messageId(1));
  asked[0]?.answer([result(3), result(2), result(1)]);
  await ran;
  expect(ids()).toEqual([messageId(3), messageId(2)]);
  state.erased(messageId(2));
  expect(ids()).toEqual([messageId(3)]);
});

it('asks anew when a message that it shows was changed', async () => {
  state.query = 'tea';
  const ran = state.run();
  asked[0]?.answer([result(1)]);
  await ran;
  // The panel follows the filters.
  const { filters } = state;
  state.updated(messageId(2));
  expect(state.filters).toBe(filters);
  state.updated(messageId(1));
  expect(state.filters).not.toBe(filters);
  expect(state.filters).toEqual(filters);
});

it('finds nothing where there are no words, and says when it failed', async () => {
  state.query = '?!';
  const refused = state.run();
  asked[0]?.fail('VALIDATION_ERROR');
  await refused;
  expect([state.status, ids()]).toEqual(['ready', []]);
  const failed = state.run();
  asked[1]?.fail('UNREACHABLE');
  await expect(failed).rejects.toThrow('no');
  expect(state.status).toBe('failed');
});

it('is open while it was asked for, typed into or narrowed, until it is closed', () => {
  expect(state.isOpen).toBe(false);
  state.open(roomId);
  expect([state.isOpen, state.isInFront, state.filters.conversationId]).toEqual([
    true,
    true,
    roomId,
  ]);
  state.close();
  expect([state.isOpen, state.isInFront, state.filters.conversationId]).toEqual([
    false,
    false,
    null,
  ]);
  state.query = 'x';
  expect(state.isOpen).toBe(true);
});
