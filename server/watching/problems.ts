import type { ServerProblem } from '#protocol/watching.ts';

export interface Facts {
  /** Something was found that cannot be read. */
  isDamaged: boolean;
  diskFreeBytes: number;
  diskTotalBytes: number;
  backup: { isFailing: boolean; isOverdue: boolean };
  /** Milliseconds since 1970; null before the first message. */
  newestMessageAt: number | null;
  now: number;
  /** Some outgoing webhook was not taken for too long. */
  hasGivenUpWebhooks: boolean;
  /** Messages that are not in the search index yet. */
  unindexed: number;
}

/** Both must be passed: a tenth of a large disk is room for years, and a small one is small when it is empty. */
const nearlyFullShare = 0.1;
const nearlyFullBytes = 2 * 1024 ** 3;
/** What clocks that are set by the network may differ by. */
const clockSlackMs = 60_000;
/** Up to so many search looks through them one by one, and finds them all the same. */
const unindexedMax = 2_000;

/** What is wrong, the gravest first. */
export function problemsOf(facts: Facts): ServerProblem[] {
  const { diskFreeBytes, diskTotalBytes, backup, newestMessageAt, now } = facts;
  const isNearlyFull =
    diskFreeBytes < nearlyFullBytes && diskFreeBytes < diskTotalBytes * nearlyFullShare;
  const wrong: Record<ServerProblem, boolean> = {
    database_damaged: facts.isDamaged,
    disk_nearly_full: isNearlyFull,
    backup_failed: backup.isFailing,
    backup_overdue: backup.isOverdue && !backup.isFailing,
    clock_set_back: newestMessageAt !== null && newestMessageAt > now + clockSlackMs,
    webhook_given_up: facts.hasGivenUpWebhooks,
    index_behind: facts.unindexed > unindexedMax,
  };
  return (Object.keys(wrong) as ServerProblem[]).filter((problem) => wrong[problem]);
}
