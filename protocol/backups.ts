import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { timestamp } from './identifiers.ts';
import { limits } from './limits.ts';

/** Why a backup could not be made; `failed` for what has no name of its own. */
export const backupProblem = z.enum(['no_secret', 'no_room', 'not_writable', 'failed']);
export type BackupProblem = z.infer<typeof backupProblem>;

export const backupStatus = z.object({
  /** On the computer that serves. */
  folder: z.string(),
  /** Null where none are made by themselves. */
  every_hours: z.int().nullable(),
  /** How many are kept of those that were made by themselves or at a request. */
  keep: z.int(),
  has_passphrase: z.boolean(),
  has_recovery_key: z.boolean(),
  is_running: z.boolean(),
  last: z.object({ at: timestamp, file: z.string(), bytes: z.int() }).nullable(),
  /** Since the last one that was made. */
  problem: z.object({ at: timestamp, reason: backupProblem }).nullable(),
  next_at: timestamp.nullable(),
});
export type BackupStatus = z.infer<typeof backupStatus>;

export const getBackups = defineEndpoint({
  method: 'GET',
  path: '/api/v1/admin/backups',
  summary: 'When the last backup was made, when the next one comes, where they are kept',
  tag: 'admin',
  access: 'admin',
  answers: { 200: backupStatus },
});

export const updateBackups = defineEndpoint({
  method: 'PATCH',
  path: '/api/v1/admin/backups',
  summary:
    'Change how often, where, how many and under which passphrase; the folder only on this computer',
  tag: 'admin',
  access: 'admin',
  body: z.object({
    folder: z.string().min(1).max(limits.pathMax).optional(),
    every_hours: z.int().min(1).max(limits.backupHoursMax).nullable().optional(),
    keep: z.int().min(1).max(limits.backupsKeptMax).optional(),
    /** Null: from now on only the recovery key opens them. */
    passphrase: z.string().min(8).max(limits.passphraseMax).nullable().optional(),
  }),
  answers: { 200: backupStatus },
  errors: ['FORBIDDEN'],
});

export const startBackup = defineEndpoint({
  method: 'POST',
  path: '/api/v1/admin/backups',
  summary: 'Begin a backup now; its status tells how it went',
  tag: 'admin',
  access: 'admin',
  answers: { 200: backupStatus },
});
