import { z } from 'zod';
import type { HostingState } from './hosting.ts';
import { serverName } from './hosting.ts';
import { defineCall } from './call.ts';

/** What opens a backup. */
export type BackupOpener = 'passphrase' | 'recovery-key';

/** How far a restoration has come, from 0 to 1. */
export interface RestoreProgress {
  done: number;
}

export const restoreCalls = {
  /** Asks the person for the file; its name, or null where they choose none. */
  chooseBackup: defineCall<{ name: string } | null>()(z.undefined()),
  /**
   * Makes the server's data of the file that was chosen, and hosts it. Throws RESTORE_FAILED with nothing
   * changed, and what hosting throws.
   */
  restoreBackup: defineCall<HostingState>()(
    z.object({
      name: serverName,
      opener: z.enum(['passphrase', 'recovery-key']),
      secret: z.string().min(1).max(1_024),
    }),
  ),
};

export interface RestoreEvents {
  restoreProgress: RestoreProgress;
}
