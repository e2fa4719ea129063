/** A name that is good on every system and sorts by time. */
export function backupName(at: Date): string {
  return `future-talk-${at.toISOString().replaceAll(/[:.]/g, '-')}.ftbackup`;
}
