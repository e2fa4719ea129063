import { setImmediate } from 'node:timers/promises';
import { withDatabase } from './database-content.ts';
import { migrations } from './migrations/index.ts';
import { hasLog, openDatabase } from './open-database.ts';
import { requireKnownSchema } from './migrate.ts';
import { PageCheck } from './page-check.ts';

const pagesAtOnce = 500;

export interface DatabaseCondition {
  /** How many migrations it has seen, and how many there are. */
  schema: number;
  knownSchema: number;
  pages: number;
  /** Their numbers; 1 is the first. */
  damagedPages: number[];
}

/**
 * Looks at a database that a server may be using, and changes nothing.
 * @param onProgress from 0 to 1
 * @throws StartupError when the key does not fit, or a newer version has written the database.
 */
export async function lookAtDatabase(
  { file, key }: { file: string; key: Uint8Array },
  onProgress: (done: number) => void,
): Promise<DatabaseCondition> {
  // Without a log, a connection that cannot write would leave an empty one behind.
  const opened = openDatabase({ file, key, readonly: hasLog(file) });
  const { schema, pages } = withDatabase(opened, (database) => {
    requireKnownSchema(database);
    const value = (name: string) => database.pragma(name, { simple: true }) as number;
    return { schema: value('user_version'), pages: value('page_count') };
  });
  const check = new PageCheck(file, key);
  try {
    const damagedPages: number[] = [];
    let from: number | null = 1;
    while (from !== null) {
      const { damaged, next } = check.check(from, pagesAtOnce);
      damagedPages.push(...damaged);
      onProgress(Math.min(1, (from + pagesAtOnce) / pages));
      from = next;
      await setImmediate();
    }
    return { schema, knownSchema: migrations.length, pages, damagedPages };
  } finally {
    check.close();
  }
}
