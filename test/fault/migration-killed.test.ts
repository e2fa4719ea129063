import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { upgrade } from '#server/db/migrate.ts';
import { openForWriting } from '#server/db/open-database.ts';
import { beforeUpgradeName } from '#server/db/upgrade-copy.ts';
import { databaseFileIn, storedKey } from '../support/database-file.ts';
import { copyForTest, ServerProcess } from '../support/server-process.ts';
import { recordFigures } from './support/figures.ts';
import { rounds } from './support/form.ts';
import { look, newest, olderFolder, oldest } from './support/older-folder.ts';

const messages = 300;

/** The system calls by which a migration becomes durable or visible, and how many to let pass between two killings. */
const strides = { rename: 1, fsync: rounds(2, 1), ftruncate: 1, pwrite64: rounds(60, 2) };

/** As a server's writer does it when it starts. */
function upgradeAgain(folder: string): void {
  const file = databaseFileIn(folder);
  const database = openForWriting({ file, key: storedKey(folder) });
  upgrade(database, file);
  database.close();
}

/** Starts the server under strace, which kills it at its `moment`th such call. @returns whether it was */
async function isKilledAt(call: string, moment: number, folder: string): Promise<boolean> {
  const kill = `inject=${call}:signal=SIGKILL:when=${String(moment)}`;
  // With -D it is the server that is started, and to be stopped; strace stands beside it.
  const how = ['-D', '-f', '-qq', '-o', '/dev/null'];
  const under = ['strace', ...how, '-e', `trace=${call}`, '-e', kill];
  const options = ['--json', '--port', '0', '--data', folder];
  const server = ServerProcess.launch({ under, options });
  const listens = await server.firstLine().then(
    () => true,
    () => false,
  );
  if (listens) await server.stop();
  else expect(await server.ended).toMatchObject({ signal: 'SIGKILL' });
  return !listens;
}

it(
  'has the old schema or the new one, with every row, whenever it is killed while it migrates',
  async () => {
    const original = olderFolder(messages);
    const { rows: before } = look(copyForTest(original));
    expect(before.map((each) => each.length)).toEqual([2, 1, 2, messages, messages]);
    const outcomes = { before: 0, after: 0 };
    for (const [call, stride] of Object.entries(strides)) {
      for (let moment = 1, killed = true; killed; moment += stride) {
        const folder = copyForTest(original);
        killed = await isKilledAt(call, moment, folder);
        const { version, rows: found } = look(folder);
        expect([oldest, newest]).toContain(version);
        expect(found).toEqual(before);
        // What undoes the upgrade is there, whole, before anything is changed.
        const isKept = existsSync(join(folder, beforeUpgradeName));
        if (isKept)
          expect(look(folder, beforeUpgradeName)).toEqual({ version: oldest, rows: before });
        else expect(version).toBe(oldest);
        if (killed) outcomes[version === oldest ? 'before' : 'after'] += 1;

        upgradeAgain(folder);
        expect(look(folder)).toEqual({ version: newest, rows: before });
        rmSync(folder, { recursive: true, force: true });
      }
    }
    expect(outcomes.before).toBeGreaterThan(5);
    expect(outcomes.after).toBeGreaterThan(0);
    recordFigures('migrations', {
      'killings while the schema is brought up to date': outcomes.before + outcomes.after,
      'of these, before it was the new one': outcomes.before,
      'rows lost': 0,
    });
  },
  rounds(300_000, 3_600_000),
);
