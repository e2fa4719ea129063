import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TypingSender } from '../../../src/renderer/features/typing/typing-sender.ts';
import { TypingState } from '../../../src/renderer/features/typing/typing.state.svelte.ts';
import { annaId, benId, roomId } from './support/samples.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('who types', () => {
  test('ends by itself after four seconds, counted from the last word', () => {
    const typing = new TypingState();
    typing.start(roomId, annaId);
    vi.advanceTimersByTime(3_000);
    typing.start(roomId, annaId);
    vi.advanceTimersByTime(3_900);
    expect(typing.in(roomId)).toEqual([annaId]);
    vi.advanceTimersByTime(200);
    expect(typing.in(roomId)).toEqual([]);
  });

  test('each person on their own', () => {
    const typing = new TypingState();
    typing.start(roomId, annaId);
    typing.start(roomId, benId);
    typing.stop(roomId, annaId);
    expect(typing.in(roomId)).toEqual([benId]);
  });
});

describe('telling the others', () => {
  function sender() {
    const said: boolean[] = [];
    return { said, typing: new TypingSender((isTyping) => said.push(isTyping)) };
  }

  test('at most every two seconds while typing', () => {
    const { said, typing } = sender();
    for (let time = 0; time < 4_500; time += 500) {
      typing.typed('text');
      vi.advanceTimersByTime(500);
    }
    expect(said).toEqual([true, true]);
    typing.typed('text');
    expect(said).toEqual([true, true, true]);
  });

  test('stopped after three idle seconds, and said once', () => {
    const { said, typing } = sender();
    typing.typed('text');
    vi.advanceTimersByTime(2_900);
    expect(said).toEqual([true]);
    vi.advanceTimersByTime(200);
    typing.stop();
    expect(said).toEqual([true, false]);
  });

  test('an emptied field has stopped; an untouched one never began', () => {
    const { said, typing } = sender();
    typing.stop();
    typing.typed('t');
    vi.advanceTimersByTime(400);
    typing.typed('');
    expect(said).toEqual([true, false]);
  });

  test('nothing, where it is sent at once', () => {
    const { said, typing } = sender();
    typing.typed('A text from elsewhere');
    vi.advanceTimersByTime(100);
    typing.stop();
    vi.advanceTimersByTime(10_000);
    expect(said).toEqual([]);
  });
});
