import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFileName } from '../db/data-folder.ts';
import { keyFileName } from '../db/database-key.ts';
import { lookAtDatabase } from '../db/look.ts';
import { recoveryFileName } from '../keys/recovery-file.ts';
import { unlockWith } from '../keys/key-source.ts';
import type { KeySource } from '../keys/key-source.ts';
import { StartupError } from '../startup-error.ts';
import type { Computer } from './computer.ts';
import { note, ok, problem, warning } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';

/** Whether the key opens the database, nobody else can read it, and the database is whole. */
export const keyCheck: Check = {
  name: 'database',
  async look(context: DoctorContext): Promise<Finding[]> {
    const { data, keySource } = context.settings;
    const databaseFile = join(data, databaseFileName);
    if (!existsSync(databaseFile))
      return [note('There is no database yet; the first start makes it')];
    const findings = secrets(context.computer, data, keySource);
    try {
      const key = await unlockWith(keySource, data, databaseFile, context.keyLine);
      const { schema, knownSchema, damagedPages, pages } = await lookAtDatabase(
        { file: databaseFile, key },
        (done) => {
          context.onProgress(done);
        },
      );
      findings.push(ok(`The key opens the database (${String(pages)} pages)`));
      findings.push(upToDate(schema, knownSchema), whole(damagedPages));
    } catch (cause) {
      if (!(cause instanceof StartupError)) throw cause;
      findings.push(problem(cause.message, toOpen(keySource)));
    }
    return [...findings, recovery(data)];
  },
};

function secrets({ platform }: Computer, data: string, keySource: KeySource): Finding[] {
  if (platform === 'win32') return [];
  const file =
    keySource.from === 'key-file'
      ? join(data, keyFileName)
      : keySource.from === 'passphrase' || keySource.from === 'recovery-key'
        ? keySource.file
        : null;
  const mode = file === null ? undefined : statSync(file, { throwIfNoEntry: false })?.mode;
  if (file === null || mode === undefined || (mode & 0o077) === 0) return [];
  return [warning(`Others on this computer can read ${file}`, `chmod 600 ${file}`)];
}

function upToDate(schema: number, known: number): Finding {
  if (schema === known) return ok(`The database is of this version (schema ${String(schema)})`);
  return note(
    `The database is of an older version (schema ${String(schema)} of ${String(known)})`,
    'The next start brings it up to date, and keeps a copy of it as it was',
  );
}

function whole(damagedPages: readonly number[]): Finding {
  if (damagedPages.length === 0) return ok('The database is whole');
  const shown = damagedPages.slice(0, 10).join(', ');
  return problem(
    `The database is damaged (${String(damagedPages.length)} pages: ${shown})`,
    'Restore a backup: "restore --help" says how. Look at the disk: its next damage may be elsewhere',
  );
}

function recovery(data: string): Finding {
  if (existsSync(join(data, recoveryFileName))) return ok('There is a recovery key');
  return note(
    'There is no recovery key: where the key is lost, all is lost',
    '"recovery-key" makes one; keep it on paper, apart from this computer',
  );
}

function toOpen({ from }: KeySource): string {
  return from === 'key-file'
    ? 'Put the right key file back, or open it with --recovery-key-file; a backup has its own key'
    : 'Give the key that it was closed with; a backup has its own key';
}
