import { expect, it } from 'vitest';
import { problemsOf } from '#server/watching/problems.ts';
import type { Facts } from '#server/watching/problems.ts';

const gibibyte = 1024 ** 3;
const now = Date.UTC(2026, 10, 27);

const well: Facts = {
  isDamaged: false,
  diskFreeBytes: 20 * gibibyte,
  diskTotalBytes: 100 * gibibyte,
  backup: { isFailing: false, isOverdue: false },
  newestMessageAt: now - 1_000,
  now,
  hasGivenUpWebhooks: false,
  unindexed: 0,
};

it('finds nothing wrong where nothing is', () => {
  expect(problemsOf(well)).toEqual([]);
  expect(problemsOf({ ...well, newestMessageAt: null })).toEqual([]);
});

it.each<[string, Partial<Facts>, string[]]>([
  ['damage', { isDamaged: true }, ['database_damaged']],
  ['a large disk with little room', { diskFreeBytes: gibibyte }, ['disk_nearly_full']],
  ['a large disk with 3 GiB', { diskFreeBytes: 3 * gibibyte }, []],
  ['a small disk with room', { diskFreeBytes: gibibyte, diskTotalBytes: 4 * gibibyte }, []],
  ['a failed backup', { backup: { isFailing: true, isOverdue: true } }, ['backup_failed']],
  ['a late backup', { backup: { isFailing: false, isOverdue: true } }, ['backup_overdue']],
  ['a clock that was set back', { newestMessageAt: now + 3_600_000 }, ['clock_set_back']],
  ['a clock that differs a little', { newestMessageAt: now + 30_000 }, []],
  ['a webhook that was given up', { hasGivenUpWebhooks: true }, ['webhook_given_up']],
  ['a search index that is behind', { unindexed: 5_000 }, ['index_behind']],
  ['a search index that is nearly there', { unindexed: 2_000 }, []],
])('of %s', (_, change, problems) => {
  expect(problemsOf({ ...well, ...change })).toEqual(problems);
});

it('names the gravest first', () => {
  const all = problemsOf({
    ...well,
    unindexed: 1_000_000,
    isDamaged: true,
    diskFreeBytes: 0,
    newestMessageAt: now * 2,
  });
  expect(all).toEqual(['database_damaged', 'disk_nearly_full', 'clock_set_back', 'index_behind']);
});
