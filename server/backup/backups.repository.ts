import type { BackupProblem } from '#protocol/backups.ts';
import { defineRepository } from '../db/repository.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { PassphraseKey } from './backup-header.ts';

export interface BackupPlan {
  /** Absolute path; null for the one in the data folder. */
  folder: string | null;
  everyHours: number | null;
  keep: number;
  passphrase: PassphraseKey | null;
  /** Milliseconds since 1970, as all times here. */
  plannedAt: number;
  last: { at: number; file: string; bytes: number } | null;
  problem: { at: number; reason: BackupProblem } | null;
}

interface PlanRow {
  folder: string | null;
  every_hours: number | null;
  keep: number;
  passphrase_salt: Buffer | null;
  passphrase_key: Buffer | null;
  planned_at: number;
  last_at: number | null;
  last_file: string | null;
  last_bytes: number | null;
  failed_at: number | null;
  problem: BackupProblem | null;
}

function planOf(handle: ReadHandle): BackupPlan {
  const row = handle.one<PlanRow>('SELECT * FROM backup_plan');
  const { passphrase_salt: salt, passphrase_key: key, failed_at, problem } = row;
  const { last_at: at, last_file: file, last_bytes: bytes } = row;
  return {
    folder: row.folder,
    everyHours: row.every_hours,
    keep: row.keep,
    passphrase: salt !== null && key !== null ? { salt, key } : null,
    plannedAt: row.planned_at,
    last: at !== null && file !== null && bytes !== null ? { at, file, bytes } : null,
    problem: failed_at !== null && problem !== null ? { at: failed_at, reason: problem } : null,
  };
}

export const backupsRepository = defineRepository({
  name: 'backups',
  reads: {
    plan(handle): BackupPlan {
      return planOf(handle);
    },
  },
  writes: {
    change(
      handle,
      change: Partial<Pick<BackupPlan, 'folder' | 'everyHours' | 'keep' | 'passphrase'>>,
    ): BackupPlan {
      const { folder, everyHours, keep, passphrase } = { ...planOf(handle), ...change };
      handle.run(
        `UPDATE backup_plan SET folder = ?, every_hours = ?, keep = ?, passphrase_salt = ?,
           passphrase_key = ?, planned_at = ?`,
        [folder, everyHours, keep, passphrase?.salt ?? null, passphrase?.key ?? null, handle.now],
      );
      return planOf(handle);
    },
    succeeded(handle, made: { file: string; bytes: number }): void {
      handle.run(
        `UPDATE backup_plan SET last_at = ?, last_file = ?, last_bytes = ?, failed_at = NULL,
           problem = NULL`,
        [handle.now, made.file, made.bytes],
      );
    },
    failed(handle, reason: BackupProblem): void {
      handle.run('UPDATE backup_plan SET failed_at = ?, problem = ?', [handle.now, reason]);
    },
  },
});
