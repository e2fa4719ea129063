import { defineRepository } from '../db/repository.ts';

export interface StoredFacts {
  /** Milliseconds since 1970; null before the first message. */
  newestMessageAt: number | null;
  /** Messages that are not in the search index yet, up to `unindexedCountedMax`. */
  unindexed: number;
}

/** More of them are not told apart: counting would take longer than it is worth. */
const unindexedCountedMax = 100_000;

export const watchingRepository = defineRepository({
  name: 'watching',
  reads: {
    facts(handle): StoredFacts {
      // Ids begin with the time at which they were made: the greatest is the newest.
      const newest = 'SELECT created_at FROM message ORDER BY id DESC LIMIT 1';
      const unindexed = `SELECT count(*) FROM (
        SELECT 1 FROM message WHERE id > (SELECT place FROM search_state) LIMIT ?)`;
      return {
        newestMessageAt: handle.value<number>(newest) ?? null,
        unindexed: handle.value<number>(unindexed, [unindexedCountedMax]) ?? 0,
      };
    },
  },
  writes: {},
});
