import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { serverSettings } from '../arguments.ts';
import { databaseFileName, isInUse, takeDataFolder } from '../db/data-folder.ts';
import { Database } from '../db/database.ts';
import { composeServices } from '../features.ts';
import { layFoundation } from '../foundation.ts';
import { unlockWith } from '../keys/key-source.ts';
import type { KeyOptions } from '../keys/key-source.ts';
import type { EffectiveSettings } from '../settings/effective.ts';
import { StartupError } from '../startup-error.ts';
import { askRunningServer } from './ask-running-server.ts';
import { LocalAdminService } from './local-admin.service.ts';
import type { OperationAnswers } from './local-admin.service.ts';
import type { OperationInput, OperationName } from './operations.ts';

export interface OperationContext {
  settings: EffectiveSettings;
  keyFlags: KeyOptions;
  /** What standard input holds of a key that is read from there. */
  keyLine: string;
  /** Whether a database is made where there is none yet. */
  mayBegin?: boolean;
}

/**
 * Does something to a server's accounts: through the server where one runs, else on the database
 * itself, which no server can open meanwhile.
 * @throws StartupError or AppError, with nothing changed.
 */
export async function runOperation<N extends OperationName>(
  name: N,
  input: OperationInput<N>,
  context: OperationContext,
): Promise<OperationAnswers[N]> {
  const { data } = context.settings;
  // Nobody is asked but who has the lock: whatever else is on its port may be anybody's.
  if (isInUse(data)) return askServer(data, name, input);
  requireDatabase(data, context.mayBegin ?? false);
  const { tls, ...options } = serverSettings(context.settings, context.keyFlags);
  const folder = takeDataFolder(data);
  try {
    const { keySource } = options;
    const key = await unlockWith(keySource, data, folder.databaseFile, context.keyLine);
    const database = await Database.open({ file: folder.databaseFile, key });
    try {
      const logger = pino({ level: options.logLevel }, pino.destination({ dest: 2, sync: true }));
      const base = await layFoundation(
        { ...options, ...(tls && { tls }), dataFolder: data, logger },
        database,
        folder,
        key,
      );
      return await new LocalAdminService(composeServices(base)).run(name, input);
    } finally {
      await database.close();
    }
  } finally {
    folder.release();
  }
}

async function askServer<N extends OperationName>(
  data: string,
  name: N,
  input: OperationInput<N>,
): Promise<OperationAnswers[N]> {
  const answer = await askRunningServer(data, name, input);
  if (answer !== null) return answer;
  throw new StartupError(
    `A server uses the data folder ${data} and does not answer here: run the command where the server runs, such as in its container`,
  );
}

function requireDatabase(data: string, mayBegin: boolean): void {
  if (existsSync(join(data, databaseFileName))) return;
  if (!mayBegin) throw new StartupError(`There is no database in ${data}`);
  if (!existsSync(data)) {
    throw new StartupError(`There is no data folder ${data}; "init" makes one`);
  }
}
