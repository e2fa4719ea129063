import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { passingEvent, replayableEvent } from '#protocol/events.ts';
import type { ServerEvent } from '#protocol/events.ts';
import { endpoints } from '#protocol/index.ts';
import { TestSocket } from '../support/socket.ts';
import { stopServer } from '../support/test-server.ts';
import { assembleCast, kinds, outsiders, placeFor } from './access-matrix/cast.ts';
import type { Cast, Kind } from './access-matrix/cast.ts';
import { attachmentRows } from './access-matrix/attachment-rows.ts';
import { conversationRows } from './access-matrix/conversation-rows.ts';
import { eventRows } from './access-matrix/event-rows.ts';
import type { EventRow } from './access-matrix/event-rows.ts';
import { ownRows } from './access-matrix/own-rows.ts';
import { ask, expectedOf, nameOf } from './access-matrix/row.ts';
import type { Row } from './access-matrix/row.ts';
import { names, presentCursor, Theatre, typesSince } from './access-matrix/stage.ts';
import type { Name, Stage } from './access-matrix/stage.ts';

const rows: readonly Row[] = [...ownRows, ...conversationRows, ...attachmentRows];

let cast: Cast;

/** The newest place in the log, once what is still to be noted of earlier requests is in it. */
async function place(): Promise<string> {
  await cast.server.settled();
  return (await cast.owner.get<{ next_cursor: string }>('/messages/sync')).body.next_cursor;
}

describe('every route, for every kind of caller', () => {
  beforeAll(async () => {
    cast = await assembleCast();
  });
  afterAll(() => stopServer(cast.server));

  it('has a row: a new one says here who may call it', () => {
    const named = new Set(rows.map(({ endpoint }) => endpoint));
    const missing = endpoints.filter((endpoint) => !named.has(endpoint));
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it.each(rows.map((row) => [nameOf(row), row] as const))(
    '%s',
    async (_, row) => {
      const expected: Partial<Record<Kind, string>> = {};
      const outcomes: Partial<Record<Kind, string>> = {};
      // Side by side: each is of its own, and most of the time goes into making them.
      const places = await Promise.all(kinds.map((kind) => placeFor(cast, kind, row.withFile)));
      let before = await place();
      for (const at of places) {
        const { kind } = at;
        const { outcome, text } = await ask(row, at);
        expected[kind] = expectedOf(row, kind);
        outcomes[kind] = outcome;
        if (outsiders.has(kind)) expect(text).not.toContain(at.message.content);
        const after = await place();
        if (/^4/.test(outcome)) expect({ kind, place: after }).toEqual({ kind, place: before });
        before = after;
      }
      expect(outcomes).toEqual(expected);
    },
    60_000,
  );
});

const replayableTypes = new Set<string>(
  replayableEvent.options.map((option) => option.shape.type.value),
);
const passingTypes = passingEvent.options.map((option) => option.shape.type.value);

/** Whom an event reaches, by socket; those for whom it is not have answered a heartbeat since. */
async function reached(stage: Stage, row: EventRow): Promise<Name[]> {
  const { sockets } = stage;
  const before = new Map(names.map((name) => [name, sockets[name].events.length]));
  await row.provoke(stage);
  for (const name of row.audience) {
    const { events } = sockets[name];
    const isFresh = (event: ServerEvent) => events.indexOf(event) >= (before.get(name) ?? 0);
    await sockets[name].next(row.type, isFresh);
  }
  const got: Name[] = [];
  for (const name of names) {
    const socket = sockets[name];
    const answers = row.type !== 'heartbeat_ack' && row.endsServer !== true;
    if (answers && socket.socket.readyState === socket.socket.OPEN) {
      await socket.soFar(row.type);
    }
    const fresh = socket.events.slice(before.get(name));
    if (fresh.some(({ type }) => type === row.type)) got.push(name);
  }
  return got;
}

/** With a server of its own. */
async function oneMoreTheatre(): Promise<Theatre> {
  const another = await assembleCast();
  onTestFinished(() => stopServer(another.server));
  return Theatre.open(another);
}

describe('every event, for everybody', () => {
  let theatre: Theatre;
  beforeAll(async () => {
    cast = await assembleCast();
    theatre = await Theatre.open(cast);
  });
  afterAll(() => stopServer(cast.server));

  it('has a row: a new one says here whom it reaches', () => {
    const named = new Set<string>(eventRows.map(({ type }) => type));
    const missing = [...replayableTypes, ...passingTypes].filter((type) => !named.has(type));
    expect(missing).toEqual([]);
  });

  it('reaches nobody whose session or token is over: there is no socket for them', async () => {
    for (const kind of ['signed out', 'expired'] as const) {
      const opening = TestSocket.open(cast.server.url, cast.callers[kind].token);
      await expect(opening).rejects.toThrow();
    }
  });

  it.each(
    eventRows.map((row) => [[row.type, row.variant].filter(Boolean).join(' '), row] as const),
  )('%s', async (_, row) => {
    const stage = await (row.endsServer === true ? await oneMoreTheatre() : theatre).set();
    const cursors = await Promise.all(names.map((name) => presentCursor(stage.people[name])));
    expect(new Set(await reached(stage, row))).toEqual(new Set(row.audience));
    for (const name of names) stage.sockets[name].close();
    if (!replayableTypes.has(row.type)) return;
    const bySync: Name[] = [];
    for (const [index, name] of names.entries()) {
      const types = await typesSince(stage.people[name], cursors[index]!);
      if (types.has(row.type)) bySync.push(name);
    }
    expect(new Set(bySync)).toEqual(new Set(row.audience));
  });
});
