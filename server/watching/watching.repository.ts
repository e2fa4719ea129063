import { defineRepository } from '../db/repository.ts';

export interface StoredFacts {
  /** Milliseconds since 1970; null before the first message. */
  newestMessageAt: number | null;
  /** Messages that are not in the search index yet, up to `unindexedCountedMax`. */
  unindexed: number;
  /** Some outgoing webhook was not taken for too long. */
  hasGivenUpWebhooks: boolean;
}

/** More of them are not told apart: counting would take longer than it is worth. */
const unindexedCountedMax = 100_000;

export const watchingRepository = defineRepository({
  name: 'watching',
  reads: {
    facts(handle): StoredFacts {
      // Ids begin with the time at which they were made: the greatest is the newest.
      const newest = 'SELECT created_at FROM message ORDER BY id DESC LIMIT 1';
      const givenUp = 'SELECT 1 FROM outgoing_webhook WHERE disabled_at IS NOT NULL LIMIT 1';
      const unindexed = `SELECT count(*) FROM (
        SELECT 1 FROM message WHERE id > (SELECT place FROM search_state) LIMIT ?)`;
      return {
        newestMessageAt: handle.value<number>(newest) ?? null,
        hasGivenUpWebhooks: handle.value(givenUp) !== undefined,
        unindexed: handle.oneValue<number>(unindexed, [unindexedCountedMax]),
      };
    },
  },
  writes: {},
});
