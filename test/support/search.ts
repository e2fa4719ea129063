import { expect } from 'vitest';
import type { SearchResult } from '#protocol/search.ts';
import { withDatabase } from './database-file.ts';
import { eventually } from './eventually.ts';
import type { RestAnswer, TestPerson } from './rest.ts';
import type { TestServer } from './test-server.ts';

export type SearchParameters = Record<string, string | number | boolean>;

export function search(
  person: TestPerson,
  parameters: SearchParameters,
): Promise<RestAnswer<SearchResult[]>> {
  const pairs = Object.entries(parameters).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return person.get(`/messages/search?${new URLSearchParams(pairs).toString()}`);
}

/** What the messages say that somebody finds, newest first. */
export async function found(
  person: TestPerson,
  parameters: SearchParameters | string,
): Promise<string[]> {
  const answer = await search(
    person,
    typeof parameters === 'string' ? { q: parameters } : parameters,
  );
  expect(answer.status).toBe(200);
  return answer.body.map(({ message }) => message.content);
}

/** Waits until every message has been entered in the search index. */
export async function indexed({ dataFolder, key }: Pick<TestServer, 'dataFolder' | 'key'>) {
  await eventually(
    () => {
      const behind = withDatabase(dataFolder, key, (database) =>
        database
          .prepare('SELECT count(*) FROM message WHERE id > (SELECT place FROM search_state)')
          .pluck()
          .get(),
      );
      expect(behind).toBe(0);
    },
    { patienceMs: 100_000 },
  );
}

/** Everything is found twice alike: among the texts that are not indexed yet, and by the index. */
export async function expectFound(
  server: Pick<TestServer, 'dataFolder' | 'key'>,
  person: TestPerson,
  expected: Readonly<Record<string, string[]>>,
): Promise<void> {
  const expectAll = async () => {
    for (const [q, contents] of Object.entries(expected)) {
      expect(await found(person, q), q).toEqual(contents);
    }
  };
  await expectAll();
  await indexed(server);
  await expectAll();
}
