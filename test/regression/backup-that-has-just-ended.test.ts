import { pino } from 'pino';
import { expect, it } from 'vitest';
import { BackupsService } from '../../server/backup/backups.service.ts';
import type { BackupsOptions } from '../../server/backup/backups.service.ts';
import type { BackupPlan } from '../../server/backup/backups.repository.ts';
import type { Caller } from '../../server/access/caller.ts';
import { folderForTest } from '../support/server-process.ts';

/** What was read before a backup ended was said to be what came of it. */
it('a backup that ends while its outcome is looked up is still said to be made', async () => {
  const plan: BackupPlan = {
    folder: folderForTest(),
    everyHours: null,
    keep: 2,
    passphrase: null,
    plannedAt: 0,
    last: null,
    problem: null,
  };
  let ended: () => void = () => undefined;
  const hasEnded = new Promise<void>((resolve) => {
    ended = resolve;
  });
  let reads = 0;
  const repository = {
    plan: async () => {
      reads += 1;
      if (reads > 1) await hasEnded;
      return plan;
    },
    failed: () => {
      // The service has noted it, too, once all that follows at once has run.
      setImmediate(ended);
      return Promise.resolve();
    },
  };
  const service = new BackupsService({
    repository: repository as unknown as BackupsOptions['repository'],
    permissions: { requireAdmin: () => undefined } as unknown as BackupsOptions['permissions'],
    dataFolder: folderForTest(),
    databaseKey: new Uint8Array(32),
    identity: { publicKey: 'a key' },
    logger: pino({ level: 'silent' }),
  });
  const caller = {} as Caller;
  expect((await service.begin(caller)).is_running).toBe(true);
  expect(await service.status(caller)).toMatchObject({ is_running: true, problem: null });
  expect((await service.status(caller)).is_running).toBe(false);
});
