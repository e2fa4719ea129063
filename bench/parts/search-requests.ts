import type { ReadsJob } from '../load/reads.ts';
import { askers } from '../seed/search-world.ts';
import type { Asker } from '../seed/search-world.ts';
import { drawWord, wordRanked } from '../seed/vocabulary.ts';
import type { World } from '../seed/world.ts';

type Parameters = Record<string, string>;

function oneOf<T>(values: readonly T[]): T | undefined {
  return values[Math.floor(Math.random() * values.length)];
}

/** The last word of each is looked for as a beginning, too, as whoever types has not ended it. */
const kinds = {
  'a very common word': () => ({ q: wordRanked(0, 50) }),
  'a common word': () => ({ q: wordRanked(50, 1_000) }),
  'a rare word': () => ({ q: wordRanked(10_000, 60_000) }),
  'two words as they are said': () => ({ q: `${drawWord()} ${drawWord()}` }),
  'two common words': () => ({ q: `${wordRanked(50, 1_000)} ${wordRanked(50, 1_000)}` }),
  'the first two letters': () => ({ q: drawWord().slice(0, 2) }),
  'the first three letters': () => ({ q: wordRanked(100, 10_000).slice(0, 3) }),
  'two words next to each other': () => ({ q: `"${wordRanked(0, 200)} ${wordRanked(0, 200)}"` }),
  'a common word, in a conversation': (world, person) => ({
    q: wordRanked(50, 1_000),
    conversation_id: oneOf(conversationsOf(world, person))?.id ?? '',
  }),
  'a common word, from somebody': (world, person) => ({
    q: wordRanked(50, 1_000),
    from_user_id:
      world.people[oneOf(oneOf(conversationsOf(world, person))?.members ?? []) ?? 0]?.id ?? '',
  }),
  'a word that nobody said': () => ({ q: 'nobodyhassaidthis' }),
} as const satisfies Record<string, (world: World, person: number) => Parameters>;
type Kind = keyof typeof kinds;

export const searchKinds = Object.keys(kinds) as Kind[];

const byWorld = new WeakMap<World, Map<number, World['conversations']>>();

function conversationsOf(world: World, person: number): World['conversations'] {
  const known = byWorld.get(world) ?? new Map<number, World['conversations']>();
  byWorld.set(world, known);
  const conversations =
    known.get(person) ?? world.conversations.filter(({ members }) => members.includes(person));
  known.set(person, conversations);
  return conversations;
}

/** People of one kind by turns: each has an allowance of searches. */
export function searchRequests(
  world: World,
  { kind, asker, count, skip }: { kind: Kind; asker: Asker; count: number; skip: number },
): ReadsJob['requests'] {
  const [first, end] = askers[asker];
  return Array.from({ length: count }, (_, index) => {
    const person = first + ((skip + index) % (end - first));
    const query = new URLSearchParams({ ...kinds[kind](world, person), limit: '20' });
    return {
      path: `/api/v1/messages/search?${query.toString()}`,
      token: world.people[person]?.token ?? '',
    };
  });
}
