const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How much of the clock's lead is believed in an hour for which the server has run. */
const believedPerHourMs = dayMs;

export interface ClockLook {
  /** What was believed at the last look, in milliseconds since 1970; null before the first. */
  believedAt: number | null;
  /** What the clock says. */
  now: number;
  /** For so long has the server run since the last look, by a clock that nobody can set. */
  elapsedMs: number;
}

/**
 * The time by which the age of messages is counted. What is removed by a clock that runs ahead is lost for
 * good, so that a leap is believed only bit by bit: a clock that is put right within the hour has
 * removed nothing, and a computer that slept or was off catches up while it runs. It is never ahead of
 * the clock.
 */
export function believedTime({ believedAt, now, elapsedMs }: ClockLook): number {
  if (believedAt === null) return now;
  const caughtUpMs = elapsedMs * (believedPerHourMs / hourMs);
  return Math.min(now, believedAt + elapsedMs + caughtUpMs);
}
