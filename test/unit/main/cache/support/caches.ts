import path from 'node:path';
import Database from 'better-sqlite3';
import type { MessagePlace } from '../../../../../src/main/cache/messages.repository.ts';
import { ServerCaches } from '../../../../../src/main/cache/server-caches.ts';
import type { PersonCache } from '../../../../../src/main/cache/person-cache.ts';
import { SecretStore } from '../../../../../src/main/secrets/secret-store.ts';
import { RememberingLog } from '../../support/remembering-log.ts';
import { ada } from '../../support/samples.ts';

/** Not a secret, but told apart from plain text. */
export const reversing = {
  seal: (text: string) => Buffer.from(text).reverse(),
  open: (sealed: Buffer) => Buffer.from(sealed).reverse().toString('utf8'),
};

export interface CachesForTest {
  caches: ServerCaches;
  secrets: SecretStore;
  log: RememberingLog;
  /** Where the caches are. */
  folder: string;
  thrownAway: { times: number };
  destroyed: MessagePlace[];
  /** The cache of the one who is signed in; throws when there is none. */
  open(): Promise<PersonCache>;
}

/** The real thing below a folder, with the build of SQLite that Node 20 loads. */
export function cachesIn(folder: string, identity = 'key'): CachesForTest {
  const log = new RememberingLog();
  const secrets = new SecretStore(path.join(folder, 'secrets'), reversing);
  const thrownAway = { times: 0 };
  const destroyed: MessagePlace[] = [];
  const caches = new ServerCaches({
    identity,
    folder: path.join(folder, 'offline'),
    secrets,
    Database,
    log,
    onThrownAway: () => {
      thrownAway.times += 1;
    },
    onDestroyed: (places) => destroyed.push(...places),
  });
  const open = async () => {
    const cache = await caches.open(ada);
    if (cache === null) throw new Error(`no cache: ${log.lines.join('; ')}`);
    return cache;
  };
  return {
    caches,
    secrets,
    log,
    folder: path.join(folder, 'offline'),
    thrownAway,
    destroyed,
    open,
  };
}
