import type Database from 'better-sqlite3';
import { identityOf } from '../admin/identity.ts';
import { StartupError } from '../startup-error.ts';
import { withDatabase } from './database-content.ts';
import { beginNextEpoch } from './epoch.ts';
import { beginAfterLostEvents } from './lost-events.ts';
import { migrate } from './migrate.ts';
import { openForWriting } from './open-database.ts';
import { copyUnderNewKey } from './rekey-copy.ts';

interface Arrived {
  /** The database as the other computer had it. */
  file: string;
  key: Uint8Array;
  /** The public key of the server that it has to be. */
  identity: string;
}

/** @throws StartupError where a newer version has written it, or it is another server's */
export function requireUsable({ file, key, identity }: Arrived): void {
  withDatabase(openForWriting({ file, key }), (database) => {
    requireIdentity(database, identity);
  });
}

/**
 * Makes the database that is to serve here: proved, under a key of this computer's own, and above
 * the epoch of the one it was copied from. On disk when this returns.
 * @param options.mayLackEvents the other computer could not be asked for what is new
 * @returns its epoch
 * @throws StartupError for a copy that is damaged or another server's
 */
export function prepareToServe(
  arrived: Arrived,
  target: { file: string; key: Uint8Array },
  { mayLackEvents }: { mayLackEvents: boolean },
): number {
  const { file, key, identity } = arrived;
  const epoch = withDatabase(openForWriting({ file, key }), (database) => {
    requireIdentity(database, identity);
    migrate(database);
    if (mayLackEvents) forgetWhatIsComing(database);
    return beginNextEpoch(database);
  });
  copyUnderNewKey({ file, copy: target.file, oldKey: key, newKey: target.key });
  return epoch;
}

/** The other computer went on after this copy: what it logged since is lost, as are parts of uploads. */
function forgetWhatIsComing(database: Database.Database): void {
  beginAfterLostEvents(database);
  database.exec('DELETE FROM upload');
}

function requireIdentity(database: Database.Database, identity: string): void {
  const key = database.prepare("SELECT value FROM meta WHERE name = 'identity_key'").pluck().get();
  if (key instanceof Uint8Array && identityOf(key).publicKey === identity) return;
  throw new StartupError('What came is not the database of the server in the link');
}
