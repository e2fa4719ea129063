import type Sqlite from 'better-sqlite3';
import { GroupCommit } from '#server/db/group-commit.ts';
import { repositories } from '#server/db/repositories.ts';
import { termsVersion } from '#server/search/index-terms.ts';
import { writeHistory } from './history.ts';
import { drawText } from './vocabulary.ts';
import { seedWorld } from './world.ts';
import type { World } from './world.ts';

const messagesPerTransaction = 20_000;
const pagesPerMerge = 1_000;

/** People by what they may read. Nobody asks more often than the server lets one person ask. */
export const askers = {
  /** Two rooms with everybody, four teams, some talks of two: a fifth of all messages. */
  'a member': [0, 300],
  /** Of teams alone: a hundredth. */
  'a guest': [300, 400],
  /** Of talks of two alone: less than a thousandth. */
  'somebody new': [400, 480],
  /** Every room and team: three fifths. */
  'an overseer': [480, 500],
} as const satisfies Record<string, readonly [first: number, end: number]>;
export type Asker = keyof typeof askers;
const peopleCount = 500;

function range([first, end]: readonly [number, number]): number[] {
  return Array.from({ length: end - first }, (_, index) => first + index);
}

interface Place {
  members: number[];
  /** In proportion. */
  weight: number;
}

/** Rooms, teams and talks of two share the messages as 1 to 2 to 2. */
function places(): Place[] {
  const [members, guests, newcomers, overseers] = Object.values(askers).map(range);
  if (!members || !guests || !newcomers || !overseers) return [];
  const rooms = [1, 2].map(() => ({ members: [...members, ...overseers], weight: 500 }));
  const teams = Array.from({ length: 100 }, (_, team) => ({
    members: [
      ...Array.from({ length: 12 }, (__, place) => members[(team * 3 + place * 25) % 300] ?? 0),
      ...[0, 1, 2].map((place) => guests[(team + place * 33) % 100] ?? 0),
      ...overseers,
    ],
    weight: 20,
  }));
  const writers = [...members, ...newcomers];
  const talks = Array.from({ length: 2_000 }, (_, talk) => ({
    members: [writers[talk % 380] ?? 0, writers[(talk + 1 + Math.floor(talk / 380)) % 380] ?? 0],
    weight: 1,
  }));
  return [...rooms, ...teams, ...talks];
}

/** A firm with its years of talk, and the search index over it as the server's own indexer makes it. */
export function seedSearchWorld(
  folder: string,
  messageCount: number,
  progress: (line: string) => void,
): World {
  const all = places();
  const weights = all.map(({ weight }) => weight);
  const memberships = all.map(({ members }) => members);
  return seedWorld(folder, peopleCount, memberships, (database, world) => {
    writeHistory(database, world, messageCount, { weights, text: drawText });
    progress('the texts are written; now the index');
    makeIndex(database, (count) => {
      if (count % 500_000 === 0) progress(`${count.toLocaleString('en')} are in the index`);
    });
  });
}

function makeIndex(database: Sqlite.Database, progress: (count: number) => void): void {
  const writer = new GroupCommit(database, repositories);
  const write = (operation: string, input: unknown): unknown => {
    const [outcome] = writer.run([{ repository: 'search', operation, input }]).outcomes;
    if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
    return outcome.value;
  };
  database.exec('DELETE FROM search_state');
  write('prepareIndex', termsVersion);
  for (let count = 0; write('indexNext', messagesPerTransaction) !== 0;) {
    count += messagesPerTransaction;
    progress(count);
  }
  // Down to as many pieces as an index has that was made message by message.
  while (write('mergeIndex', pagesPerMerge) === true);
}
