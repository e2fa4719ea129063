import { z } from 'zod';
import { updateBackups } from '#protocol/backups.ts';
import type { BackupStatus } from '#protocol/backups.ts';
import { defineCall } from './call.ts';

export const backupCalls = {
  getBackups: defineCall<BackupStatus>()(z.undefined()),
  setBackups: defineCall<BackupStatus>()(
    updateBackups.body.pick({ every_hours: true, keep: true, passphrase: true }),
  ),
  /** Asks the person for the folder; what was, where they choose none. */
  chooseBackupFolder: defineCall<BackupStatus>()(z.undefined()),
  startBackup: defineCall<BackupStatus>()(z.undefined()),
};
