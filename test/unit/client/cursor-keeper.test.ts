import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VolatileMemory } from '#client/client-memory.ts';
import { CursorKeeper, isNewer } from '#client/cursor-keeper.ts';
import { settle } from './support/manual-clock.ts';
import { cursorAt } from './support/sample-data.ts';
import { Deferred } from './support/scripted-transport.ts';

function fail(problem: unknown): never {
  throw problem;
}

describe('cursors', () => {
  it('are compared as numbers, over their whole range', () => {
    const place = fc.integer({ min: 0, max: 999_999_999_999_999 });
    fc.assert(
      fc.property(place, place, (one, other) => {
        expect(isNewer(cursorAt(one), cursorAt(other))).toBe(one > other);
      }),
    );
    expect(isNewer(cursorAt(10), cursorAt(9))).toBe(true);
  });
});

describe('CursorKeeper', () => {
  it('writes one place at a time, and skips those that are past', async () => {
    const memory = new VolatileMemory();
    const written: (string | null)[] = [];
    let writing = new Deferred<undefined>();
    memory.saveCursor = (cursor) => {
      written.push(cursor);
      return writing.promise;
    };
    const keeper = new CursorKeeper(memory, fail);
    keeper.moveTo(cursorAt(1));
    expect(written).toEqual([]);
    await settle();
    keeper.moveTo(cursorAt(2));
    keeper.moveTo(cursorAt(3));
    await settle();
    expect(written).toEqual(['1']);
    const first = writing;
    writing = new Deferred();
    first.resolve(undefined);
    await settle();
    expect(written).toEqual(['1', '3']);
    writing.resolve(undefined);
    await keeper.flush();
    keeper.moveTo(cursorAt(3));
    await settle();
    expect(written).toEqual(['1', '3']);
  });

  it('reports a memory that fails, and writes again at the next place', async () => {
    const memory = new VolatileMemory();
    const save = memory.saveCursor.bind(memory);
    const full = new Error('disk full');
    const problems: unknown[] = [];
    memory.saveCursor = () => Promise.reject(full);
    const keeper = new CursorKeeper(memory, (problem) => problems.push(problem));
    keeper.moveTo(cursorAt(1));
    await keeper.flush();
    expect(problems).toEqual([full]);
    memory.saveCursor = save;
    keeper.moveTo(cursorAt(2));
    await keeper.flush();
    expect(await memory.loadCursor()).toBe('2');
  });

  it('does not let a slow memory undo a move', async () => {
    const memory = new VolatileMemory();
    const loading = new Deferred<ReturnType<typeof cursorAt>>();
    memory.loadCursor = () => loading.promise;
    const keeper = new CursorKeeper(memory, fail);
    const loaded = keeper.load();
    keeper.moveTo(null);
    loading.resolve(cursorAt(5));
    await loaded;
    expect(keeper.position).toBeNull();
  });
});
