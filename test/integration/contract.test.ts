import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { passingEvent, replayableEvent } from '#protocol/events.ts';
import { endpoints } from '#protocol/index.ts';
import { startServer, startServerForTest, stopServer } from '../support/test-server.ts';
import type { TestServer } from '../support/test-server.ts';
import { assembleCast } from './access-matrix/cast.ts';
import { eventRows } from './access-matrix/event-rows.ts';
import { names, Theatre } from './access-matrix/stage.ts';
import { meetAccounts, meetPeople } from './contract/accounts-calls.ts';
import type { Circle } from './contract/accounts-calls.ts';
import { meetConversations, meetSettings } from './contract/conversation-calls.ts';
import { Exchange } from './contract/exchange.ts';
import {
  meetDownloads,
  meetUploads,
  meetWholeFiles,
  storageLimits,
} from './contract/file-calls.ts';
import { meetMove } from './contract/move-calls.ts';
import { meetMessages } from './contract/message-calls.ts';
import { meetRefusals } from './contract/refusals.ts';
import { meetWebhooks } from './contract/webhook-calls.ts';
import { openPlaces, ServedContract } from './contract/served-contract.ts';
import {
  meetAdministration,
  meetBots,
  meetLimits,
  meetRelease,
  meetRetention,
  tightAllowance,
} from './contract/server-calls.ts';

// A running server is held to the contract that it serves: what we know of it otherwise, its types
// and declarations, has no part in what an answer must be.

let server: TestServer;
let contract: ServedContract;
let exchange: Exchange;
let circle: Circle;
let bots: Awaited<ReturnType<typeof meetBots>>;
/** Each operation with the outcomes that were met. */
const met = new Set<string>();

/** What a conversation does not come to, and the test that does. */
const metElsewhere: Record<string, string> = {
  PLAIN_API_REFUSED: 'asked from another computer: plain-api-gate.test.ts',
  INTERNAL_ERROR: 'a defect',
  DATABASE_DAMAGED: 'needs a damaged file: test/fault',
  SERVER_CLOSING: 'while it closes: test/integration/command-line/stop.test.ts',
  SERVER_MOVING: 'in the last moment of a move: test/integration/move/refusals.test.ts',
  SERVER_MOVED: 'after a move: test/integration/move/move.test.ts',
  NOT_READY: 'needs a full disk: test/fault',
  STORAGE_FULL: 'needs a full disk: test/fault',
  UPLOAD_GONE: 'the upload expires while its bytes come',
  'POST /api/v1/messages/conversations/{conversation_id}/participants INVALID_PARTICIPANT_COUNT':
    'needs a thousand members: groups.test.ts',
  'HEAD /api/v1/attachments/uploads/{upload_id} ATTACHMENT_REFUSED':
    'needs a server that went away before it had looked at a file',
};

beforeAll(async () => {
  server = await startServer({ registration: 'invite', storageLimits });
  contract = await ServedContract.of(server.url);
  exchange = new Exchange(server.url, contract, met);
  circle = await meetAccounts(exchange);
  bots = await meetBots(exchange, circle);
});
afterAll(() => stopServer(server));

it('describes every object whole: nothing may be in it that is not named', () => {
  const answers = Object.entries(contract.document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.entries(responses)
        .filter(([status]) => Number(status) < 400)
        .flatMap(([status, { content }]) => openPlaces(content, `${method} ${path} ${status}`)),
    ),
  );
  expect([...answers, ...openPlaces(contract.document.components)]).toEqual([]);
});

it('is kept through a conversation, with all that may go wrong in it', async () => {
  await meetPeople(exchange, circle);
  const talks = await meetConversations(exchange, circle);
  const files = await meetWholeFiles(exchange, circle);
  await meetUploads(exchange, circle);
  await meetDownloads(exchange, circle, files, talks);
  await meetSettings(exchange, circle, talks, files);
  await meetMessages(exchange, circle, talks);
  await meetWebhooks(exchange, circle);
  await meetRelease(exchange, circle, server.dataFolder);
  await meetAdministration(exchange, circle);
  await meetRetention(exchange, circle, server);
});

it('is kept where there are too many requests, or no new accounts', async () => {
  const { url } = await startServerForTest({
    registration: 'closed',
    allowances: {
      login: tightAllowance,
      registration: tightAllowance,
      send: tightAllowance,
      search: tightAllowance,
      webhook: tightAllowance,
    },
  });
  await meetLimits(new Exchange(url, contract, met));
});

it('is kept while the server moves to another computer', async () => {
  const { url } = await startServerForTest();
  await meetMove(new Exchange(url, contract, met), url);
});

it.each(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  'is kept where a request is refused: %s',
  async (_, endpoint) => {
    await meetRefusals(exchange, endpoint, { admin: circle.admin, person: circle.alice, bots });
  },
);

it('says nothing that was not met', () => {
  const unmet = contract.operations().flatMap(({ method, path, statuses }) => {
    const name = `${method} ${path}`;
    return [...statuses].flatMap(([status, codes]) => {
      if (Number(status) < 400) return met.has(`${name} ${status}`) ? [] : [`${name} ${status}`];
      return codes
        .filter((code) => !(code in metElsewhere) && !(`${name} ${code}` in metElsewhere))
        .map((code) => `${name} ${status} ${code}`)
        .filter((outcome) => !met.has(outcome));
    });
  });
  expect(unmet).toEqual([]);
});

async function oneMoreTheatre(): Promise<Theatre> {
  const cast = await assembleCast();
  onTestFinished(() => stopServer(cast.server));
  return Theatre.open(cast);
}

it('is kept by every event on a socket', async () => {
  const cast = await assembleCast();
  const theatre = await Theatre.open(cast);
  const replayable = new Set<string>(replayableEvent.options.map(({ shape }) => shape.type.value));
  const passing = passingEvent.options.map(({ shape }) => shape.type.value);
  const types = new Set<string>();
  const problems: object[] = [];
  for (const row of eventRows) {
    const stage = await (row.endsServer === true ? await oneMoreTheatre() : theatre).set();
    await row.provoke(stage);
    for (const name of row.audience) await stage.sockets[name].next(row.type);
    for (const name of names) {
      const socket = stage.sockets[name];
      for (const event of socket.events) {
        types.add(event.type);
        const kind = replayable.has(event.type) ? 'ReplayableEvent' : 'PassingEvent';
        const wrong = contract.eventProblems(kind, event);
        if (wrong.length > 0) problems.push({ event, wrong });
      }
      socket.close();
    }
  }
  expect(problems).toEqual([]);
  // Its socket is its own: that of the session that ended.
  const seen = new Set([...types, 'session_ended']);
  expect([...replayable, ...passing].filter((type) => !seen.has(type))).toEqual([]);
});
