import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { isErrorCode } from '#protocol/errors.ts';
import { serverSettings } from '../arguments.ts';
import { databaseFileName, takeDataFolder } from '../db/data-folder.ts';
import { Database } from '../db/database.ts';
import { composeServices } from '../features.ts';
import { layFoundation } from '../foundation.ts';
import { unlockWith } from '../keys/key-source.ts';
import type { KeyOptions } from '../keys/key-source.ts';
import type { EffectiveSettings } from '../settings/effective.ts';
import { StartupError } from '../startup-error.ts';
import { readChannelFile } from './channel-file.ts';
import type { Channel } from './channel-file.ts';
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
  const channel = readChannelFile(data);
  const answer = channel === null ? null : await ask(channel, name, input);
  if (answer !== null) return answer as OperationAnswers[N];
  requireDatabase(data, context.mayBegin ?? false);
  const options = serverSettings(context.settings, context.keyFlags);
  const folder = takeDataFolder(data);
  try {
    const { keySource } = options;
    const key = await unlockWith(keySource, data, folder.databaseFile, context.keyLine);
    const database = await Database.open({ file: folder.databaseFile, key });
    try {
      const logger = pino({ level: options.logLevel }, pino.destination({ dest: 2, sync: true }));
      const base = await layFoundation(
        { ...options, dataFolder: data, logger },
        database,
        folder,
        key,
      );
      const { admin, accounts } = composeServices(base);
      return await new LocalAdminService(admin, accounts).run(name, input);
    } finally {
      await database.close();
    }
  } finally {
    folder.release();
  }
}

/** Null where nobody answers: the server was killed, and its file is still there. */
async function ask(channel: Channel, name: string, input: unknown): Promise<unknown> {
  const response = await fetch(`${channel.url}/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${channel.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }).catch((cause: unknown) => {
    if (cause instanceof TypeError) return null;
    throw cause;
  });
  if (response === null) return null;
  const body: unknown = await response.json();
  if (response.ok) return body;
  const { error_code, message } = body as { error_code?: string; message?: string };
  // Another program has that port by now; the lock tells whether a server runs.
  if (!isErrorCode(error_code) || error_code === 'TOKEN_INVALID') return null;
  throw new StartupError(message ?? error_code);
}

function requireDatabase(data: string, mayBegin: boolean): void {
  if (existsSync(join(data, databaseFileName))) return;
  if (!mayBegin) throw new StartupError(`There is no database in ${data}`);
  if (!existsSync(data)) {
    throw new StartupError(`There is no data folder ${data}; "init" makes one`);
  }
}
