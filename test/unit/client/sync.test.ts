import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReplayableEvent, ServerEvent } from '#protocol/events.ts';
import { VolatileMemory } from '#client/client-memory.ts';
import { CursorKeeper } from '#client/cursor-keeper.ts';
import { readServerEvent } from '#client/server-events.ts';
import { Synchroniser } from '#client/sync.ts';
import type { SyncPage } from '#client/sync.ts';
import { AppError } from '#protocol/errors.ts';
import { settle } from './support/manual-clock.ts';
import { cursorAt, friendRemovedAt, kitchen, newMessageAt, typing } from './support/sample-data.ts';
import { Deferred } from './support/scripted-transport.ts';

/** The server's side of sync: a log, and pages that come when the test lets them. */
class Log {
  readonly events: ReplayableEvent[] = [];
  readonly pageSize: number;
  readonly asked: (string | undefined)[] = [];
  #gates: Deferred<undefined>[] = [];
  isGated = false;

  constructor(pageSize = 500) {
    this.pageSize = pageSize;
  }

  get head(): string {
    return this.events.at(-1)?.cursor ?? '0';
  }

  readonly fetchPage = async (query: { cursor?: string }): Promise<SyncPage> => {
    this.asked.push(query.cursor);
    const page = this.#read(query.cursor);
    if (this.isGated) {
      const gate = new Deferred<undefined>();
      this.#gates.push(gate);
      await gate.promise;
    }
    return page;
  };

  /** Lets one page through; false when none waits. */
  release(): boolean {
    const gate = this.#gates.shift();
    gate?.resolve(undefined);
    return gate !== undefined;
  }

  #read(after: string | undefined): SyncPage {
    if (after === undefined) {
      return { events: [], next_cursor: cursorAt(Number(this.head)), has_more: false };
    }
    const missed = this.events.filter((event) => Number(event.cursor) > Number(after));
    const events = missed.slice(0, this.pageSize);
    const next = events.at(-1)?.cursor ?? after;
    return {
      events,
      next_cursor: cursorAt(Number(next)),
      has_more: missed.length > events.length,
    };
  }
}

function setUp(log: Log, start: number | null) {
  const memory = new VolatileMemory();
  const cursor = new CursorKeeper(memory, (problem) => {
    throw problem;
  });
  if (start !== null) cursor.moveTo(cursorAt(start));
  const handedOut: ServerEvent[] = [];
  const resynchronised: string[] = [];
  const unfilled: unknown[] = [];
  const listeners: ((event: ServerEvent) => void)[] = [];
  const synchroniser = new Synchroniser({
    cursor,
    fetchPage: log.fetchPage,
    read: readServerEvent,
    emit: (event) => {
      handedOut.push(event);
      for (const listener of listeners) listener(event);
    },
    onResynchronised: (reason) => resynchronised.push(reason),
    onGapUnfilled: (problem) => unfilled.push(problem),
  });
  const places = (): (string | undefined)[] =>
    handedOut.map((event) => ('cursor' in event ? event.cursor : undefined));
  return { memory, cursor, handedOut, resynchronised, unfilled, synchroniser, places, listeners };
}

describe('Synchroniser', () => {
  it('takes the present place on the first connection and says so', async () => {
    const log = new Log();
    log.events.push(friendRemovedAt(4), friendRemovedAt(9));
    const { synchroniser, cursor, memory, resynchronised, handedOut } = setUp(log, null);
    await synchroniser.begin();
    await cursor.flush();
    expect(resynchronised).toEqual(['first-connection']);
    expect(handedOut).toEqual([]);
    expect(await memory.loadCursor()).toBe('9');
  });

  it('replays page after page what was missed', async () => {
    const log = new Log(2);
    log.events.push(...[3, 5, 8, 13, 21].map(friendRemovedAt));
    const { synchroniser, cursor, memory, places, resynchronised } = setUp(log, 3);
    await synchroniser.begin();
    await cursor.flush();
    expect(places()).toEqual(['5', '8', '13', '21']);
    expect(resynchronised).toEqual([]);
    expect(log.asked).toEqual(['3', '8']);
    expect(await memory.loadCursor()).toBe('21');
  });

  it('holds back what arrives during the replay, and drops what the replay brought', async () => {
    const log = new Log(2);
    log.isGated = true;
    log.events.push(...[5, 8, 9, 10].map(friendRemovedAt));
    const { synchroniser, handedOut, places } = setUp(log, 3);
    const beginning = synchroniser.begin();
    await settle();
    synchroniser.receive(friendRemovedAt(9));
    synchroniser.receive(typing(true));
    synchroniser.receive(friendRemovedAt(10));
    synchroniser.receive(friendRemovedAt(11));
    expect(handedOut).toEqual([]);
    while (log.release()) await settle();
    await beginning;
    expect(places()).toEqual(['5', '8', '9', '10', undefined, '11']);
  });

  it('drops a live event that is not newer than the last', async () => {
    const { synchroniser, places } = setUp(new Log(), 3);
    await synchroniser.begin();
    for (const place of [3, 2, 4, 4, 10, 9]) synchroniser.receive(friendRemovedAt(place));
    expect(places()).toEqual(['4', '10']);
  });

  it('passes over events of a newer server, live or replayed', async () => {
    const log = new Log();
    const fromTheFuture = { type: 'hologram', cursor: '5', timestamp: 'soon' };
    log.events.push(fromTheFuture as unknown as ReplayableEvent, friendRemovedAt(6));
    const { synchroniser, places } = setUp(log, 3);
    await synchroniser.begin();
    expect(places()).toEqual(['6']);
  });

  it('stops replaying when too much was missed', async () => {
    const log = new Log(500);
    for (let place = 1; place <= 6_000; place += 1) log.events.push(friendRemovedAt(place));
    const { synchroniser, cursor, resynchronised, handedOut } = setUp(log, 0);
    await synchroniser.begin();
    expect(resynchronised).toEqual(['gap-too-long']);
    expect(handedOut).toHaveLength(5_000);
    expect(cursor.position).toBe('6000');
    synchroniser.receive(friendRemovedAt(6_001));
    expect(handedOut.at(-1)).toMatchObject({ cursor: '6001' });
  });

  it('starts over when the log is shorter than its own place in it', async () => {
    const log = new Log();
    const { cursor, resynchronised } = setUp(log, 900);
    const synchroniser = new Synchroniser({
      cursor,
      fetchPage: () => Promise.resolve({ events: [], next_cursor: cursorAt(7), has_more: false }),
      read: readServerEvent,
      emit: () => undefined,
      onResynchronised: (reason) => resynchronised.push(reason),
      onGapUnfilled: () => undefined,
    });
    await synchroniser.begin();
    expect(resynchronised).toEqual(['gap-too-long']);
    expect(cursor.position).toBe('7');
  });

  it('starts over when the server does not take its cursor', async () => {
    const log = new Log();
    const { cursor, resynchronised } = setUp(log, 900);
    const synchroniser = new Synchroniser({
      cursor,
      fetchPage: (query) =>
        query.cursor === undefined
          ? log.fetchPage(query)
          : Promise.reject(new AppError('VALIDATION_ERROR')),
      read: readServerEvent,
      emit: () => undefined,
      onResynchronised: (reason) => resynchronised.push(reason),
      onGapUnfilled: () => undefined,
    });
    await synchroniser.begin();
    expect(resynchronised).toEqual(['gap-too-long']);
  });

  it('fetches what is missing when message numbers jump', async () => {
    const log = new Log();
    const { synchroniser, places } = setUp(log, 0);
    await synchroniser.begin();
    synchroniser.receive(newMessageAt(1));
    log.events.push(newMessageAt(1), newMessageAt(2), newMessageAt(3), newMessageAt(4));
    synchroniser.receive(newMessageAt(3));
    synchroniser.receive(newMessageAt(4));
    expect(places()).toEqual(['1']);
    await settle();
    expect(places()).toEqual(['1', '2', '3', '4']);
  });

  it('accepts a jump that the server cannot fill, after asking once', async () => {
    const log = new Log();
    const { synchroniser, places } = setUp(log, 0);
    await synchroniser.begin();
    synchroniser.receive(newMessageAt(1));
    synchroniser.receive(newMessageAt(2, { seq: 9 }));
    await settle();
    synchroniser.receive(newMessageAt(3, { seq: 10 }));
    synchroniser.receive(newMessageAt(4, { seq: 3, conversation_id: kitchen }));
    expect(places()).toEqual(['1', '2', '3', '4']);
    expect(log.asked).toHaveLength(2);
  });

  it('reports a gap that it could not ask about', async () => {
    const log = new Log();
    const { cursor } = setUp(log, 0);
    const unfilled: unknown[] = [];
    let isAway = false;
    const synchroniser = new Synchroniser({
      cursor,
      fetchPage: (query) =>
        isAway ? Promise.reject(new AppError('INTERNAL_ERROR')) : log.fetchPage(query),
      read: readServerEvent,
      emit: () => undefined,
      onResynchronised: () => undefined,
      onGapUnfilled: (problem) => unfilled.push(problem),
    });
    await synchroniser.begin();
    isAway = true;
    synchroniser.receive(newMessageAt(1));
    synchroniser.receive(newMessageAt(3));
    await settle();
    expect(unfilled).toHaveLength(1);
  });

  it('ignores a page that comes after the connection has gone', async () => {
    const log = new Log();
    log.isGated = true;
    log.events.push(friendRemovedAt(5));
    const { synchroniser, places } = setUp(log, 3);
    const first = synchroniser.begin();
    await settle();
    synchroniser.stop();
    const second = synchroniser.begin();
    await settle();
    log.release();
    await first;
    expect(places()).toEqual([]);
    log.release();
    await second;
    expect(places()).toEqual(['5']);
  });

  it('stops in the middle of a page when a listener ends the connection', async () => {
    const log = new Log();
    log.events.push(friendRemovedAt(5), friendRemovedAt(6));
    const { synchroniser, places, listeners, cursor } = setUp(log, 3);
    listeners.push(() => {
      if (places().length === 1) synchroniser.stop();
    });
    await synchroniser.begin();
    expect(places()).toEqual(['5']);
    expect(cursor.position).toBe('5');
    await synchroniser.begin();
    expect(places()).toEqual(['5', '6']);
  });

  it('fetches again what it had no room to hold back', async () => {
    const log = new Log();
    log.isGated = true;
    const { synchroniser, places } = setUp(log, 0);
    const beginning = synchroniser.begin();
    await settle();
    for (let place = 1; place <= 2_500; place += 1) {
      const event = friendRemovedAt(place);
      log.events.push(event);
      synchroniser.receive(event);
    }
    log.isGated = false;
    log.release();
    await beginning;
    expect(places()).toEqual(log.events.map((event) => event.cursor));
  });
});

describe('any interleaving of commits, deliveries, pages and lost connections', () => {
  const step = fc.constantFrom('commit', 'commit', 'deliver', 'deliver', 'page', 'drop', 'passing');

  it('hands out every event once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, pageSize) => {
          const log = new Log(pageSize);
          log.isGated = true;
          const { synchroniser, places } = setUp(log, 0);
          // What is committed but has not come over the socket yet.
          let onTheWay: ServerEvent[] = [];
          let running = synchroniser.begin();
          for (const action of steps) {
            if (action === 'commit') {
              const event = newMessageAt(log.events.length + 1);
              log.events.push(event);
              onTheWay.push(event);
            } else if (action === 'deliver') {
              const event = onTheWay.shift();
              if (event !== undefined) synchroniser.receive(event);
            } else if (action === 'page') {
              log.release();
            } else if (action === 'passing') {
              synchroniser.receive(typing(true));
            } else {
              // A new socket brings only what is committed from now on.
              synchroniser.stop();
              onTheWay = [];
              running = synchroniser.begin();
            }
            await settle();
          }
          for (const event of onTheWay) synchroniser.receive(event);
          log.isGated = false;
          while (log.release()) await settle();
          await running;
          await settle();
          const numbered = places().filter((place) => place !== undefined);
          expect(numbered).toEqual(log.events.map((event) => event.cursor));
        },
      ),
      { numRuns: 200 },
    );
  });
});
