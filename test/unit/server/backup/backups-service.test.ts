import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { Caller, Origin } from '#server/access/caller.ts';
import type { Permissions } from '#server/access/permissions.ts';
import { BackupsService } from '#server/backup/backups.service.ts';
import type { BackupsOptions } from '#server/backup/backups.service.ts';
import type { BackupPlan } from '#server/backup/backups.repository.ts';
import { folderForTest } from '../../../support/server-process.ts';

const hourMs = 3_600_000;
const at = Date.UTC(2026, 0, 1);
const unplanned: BackupPlan = {
  ...{ folder: null, everyHours: null, keep: 3, passphrase: null },
  ...{ plannedAt: at, last: null, problem: null },
};
const made = { at, file: '/backups/one', bytes: 7 };
const failed = { at, reason: 'no_room' } as const;
const caller = {} as Caller;
const here: Origin = { remoteAddress: '127.0.0.1', isLoopback: true, sealed: null };

afterEach(() => {
  vi.useRealTimers();
});

/** A service on a folder without a database, under a plan; with what it has noted and logged. */
function serviceUnder(
  plan: Partial<BackupPlan>,
  repository: Partial<BackupsOptions['repository']> = {},
) {
  const dataFolder = folderForTest();
  const current = { ...unplanned, ...plan };
  const heard: string[] = [];
  let wake: () => void = () => undefined;
  const hear = (text: string) => {
    heard.push(text);
    wake();
  };
  const service = new BackupsService({
    ...{ dataFolder, databaseKey: new Uint8Array(32), identity: { publicKey: 'key' } },
    permissions: { requireAdmin: () => undefined } as unknown as Permissions,
    logger: pino({ level: 'warn' }, { write: hear }),
    repository: {
      plan: () => Promise.resolve(current),
      change: (change) => Promise.resolve({ ...current, ...change }),
      succeeded: () => Promise.resolve(),
      failed: (reason) => {
        hear(`noted ${reason}`);
        return Promise.resolve();
      },
      ...repository,
    },
  });
  onTestFinished(() => service.stop());
  /** Resolves once something of this was noted or logged. */
  const hears = async (text: string) => {
    while (!heard.some((each) => each.includes(text))) {
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return { service, heard, hears, dataFolder };
}

it.each<[string, Partial<BackupPlan>, number | null]>([
  ['of none by itself', { last: made }, null],
  ['of the first', { everyHours: 24 }, at],
  ['after one', { everyHours: 24, last: made }, at + 24 * hourMs],
  ['of daily ones after one that failed', { everyHours: 24, problem: failed }, at + hourMs],
])('says when the next one comes, %s', async (_, plan, next) => {
  const { service } = serviceUnder(plan);
  const { next_at, last, problem } = await service.status(caller);
  expect(next_at).toBe(next === null ? null : new Date(next).toISOString());
  expect(last?.at ?? null).toBe(plan.last === undefined ? null : '2026-01-01T00:00:00.000Z');
  expect(problem?.reason ?? null).toBe(plan.problem?.reason ?? null);
});

it.each<[Partial<BackupPlan>, number, object]>([
  [{ last: made, problem: failed }, 1_000, { lastAt: at, isFailing: true, isOverdue: false }],
  [{ everyHours: 24 }, 47, { lastAt: null, isFailing: false, isOverdue: false }],
  [{ everyHours: 24 }, 49, { lastAt: null, isFailing: false, isOverdue: true }],
  [{ everyHours: 24, last: made }, 49, { lastAt: at, isFailing: false, isOverdue: true }],
])('under %j it is, %i hours later, %j', async (plan, hours, outlook) => {
  vi.useFakeTimers({ toFake: ['Date'], now: at + hours * hourMs });
  expect(await serviceUnder(plan).service.outlook()).toEqual(outlook);
});

it('takes a folder only from somebody at this computer, and only one that is there', async () => {
  const { service, dataFolder } = serviceUnder({});
  const elsewhere = { ...here, isLoopback: false };
  const refusals = [
    [elsewhere, dataFolder, 'FORBIDDEN'],
    [here, 'relative', 'VALIDATION_ERROR'],
    [here, join(dataFolder, 'missing'), 'VALIDATION_ERROR'],
  ] as const;
  for (const [origin, folder, code] of refusals) {
    await expect(service.change(caller, origin, { folder })).rejects.toMatchObject({ code });
  }
  const folder = join(dataFolder, '.');
  expect(await service.change(caller, here, { folder })).toMatchObject({ folder: dataFolder });
  const changed = await service.change(caller, elsewhere, { keep: 7, passphrase: null });
  expect(changed).toMatchObject({ keep: 7, has_passphrase: false, is_running: false });
});

it('makes one that is due, and notes why it could not', async () => {
  const { service, hears, dataFolder } = serviceUnder({ everyHours: 24 });
  service.start();
  await hears('noted no_secret');
  expect(readdirSync(dataFolder)).toEqual(['backups']);
});

it('makes none before its time, and a folder of others is not made', async () => {
  const folder = join(folderForTest(), 'stick');
  const { service, heard, hears } = serviceUnder({ everyHours: 24, folder, last: made });
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: at });
  service.start();
  await vi.advanceTimersByTimeAsync(23 * hourMs);
  expect(heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(hourMs);
  await hears('noted not_writable');
});

it('goes on where the database does not answer, and says so once it is to be known', async () => {
  const broken = () => Promise.reject(new AppError('INTERNAL_ERROR'));
  const looking = serviceUnder({}, { plan: broken });
  looking.service.start();
  await looking.hears('no look at the backups');
  const noting = serviceUnder({ folder: '/no/such/folder' }, { failed: broken });
  expect((await noting.service.begin(caller)).is_running).toBe(true);
  await noting.hears('it could not be noted how the backup went');
});

it('makes one at a time, and none once it is to stop', async () => {
  const { service, heard } = serviceUnder({});
  expect((await service.begin(caller)).is_running).toBe(true);
  expect((await service.begin(caller)).is_running).toBe(true);
  await service.stop();
  expect((await service.begin(caller)).is_running).toBe(false);
  expect(heard).toEqual([]);
});
