import { randomBytes } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { CacheDatabase } from '../../../../src/main/cache/cache-database.ts';
import { ExpiryWatch } from '../../../../src/main/cache/expiry-watch.ts';
import { PersonCache } from '../../../../src/main/cache/person-cache.ts';
import { ada, sampleConversation, sampleMessage } from '../support/samples.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const asked = new Set<string>();

/** Remembers what it is asked. */
class ListeningDatabase extends Database {
  constructor(file: string) {
    super(file);
    const prepare = this.prepare.bind(this);
    this.prepare = (sql: string) => {
      asked.add(sql);
      return prepare(sql);
    };
  }
}

/** What a start asks; with as many messages as the cache holds, reading them all takes half a second. */
it('reads no table of messages from end to end as the app starts', async () => {
  const file = path.join(await makeTemporaryFolder(), 'cache.db');
  const database = new CacheDatabase(ListeningDatabase, file, randomBytes(32).toString('hex'));
  const cache = new PersonCache({
    database,
    ownId: ada,
    onFailure: (error) => {
      throw error;
    },
  });
  const known = sampleConversation({ seq: 1, last_message: sampleMessage() });
  cache.keepConversations([known], false, () => true);
  asked.clear();

  cache.outgoing.list();
  cache.conversations.list(false);
  cache.prune();
  new ExpiryWatch(cache).stop();
  cache.unsavedDrafts();
  cache.keepConversations([known], false, () => true);
  expect(cache.cursor).toBeNull();

  const plans = [...asked].flatMap((sql) => {
    const parameters = Array.from({ length: sql.split('?').length - 1 }, () => null);
    const steps = database.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...parameters);
    return steps.map(({ detail }) => `${detail} <- ${sql}`);
  });
  expect(plans.join('\n')).toContain('message_end');
  // “SEARCH message” without an index is how SQLite names a look at every row for the least of them.
  const whole = /^(?:SCAN|SEARCH) (?:message|text_key|this)(?! USING)/;
  const isLast = (plan: string) => plan.includes('max(id) AS id FROM text_key');
  expect(plans.filter((plan) => whole.test(plan) && !isLast(plan))).toEqual([]);
  cache.close();
});
