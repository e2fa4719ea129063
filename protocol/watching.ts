import { z } from 'zod';
import { bytesAnswer } from './bytes.ts';
import { defineEndpoint } from './endpoint.ts';
import { timestamp } from './identifiers.ts';

/** The text format that Prometheus reads. */
export const metricsMediaType = 'text/plain; version=0.0.4; charset=utf-8';

/** Not below /api/v1: where those who collect figures look by themselves. */
export const getMetrics = defineEndpoint({
  method: 'GET',
  path: '/metrics',
  summary: 'Figures for Prometheus; for administrators, and for programs on the same computer',
  tag: 'admin',
  access: 'host',
  /** Somebody who stands before the server makes everybody look as if they were on its computer. */
  headers: z.object({ forwarded: z.string().optional(), 'x-forwarded-for': z.string().optional() }),
  answers: { 200: bytesAnswer },
  answersAs: metricsMediaType,
});

export const serverProblem = z.enum([
  /** Part of the database cannot be read; a backup must be restored. */
  'database_damaged',
  /** Files are refused soon, and then messages. */
  'disk_nearly_full',
  'backup_failed',
  /** Backups should be made by themselves, and the last one is older than twice the time between two. */
  'backup_overdue',
  /** What was written last is dated in the future: the computer's clock was set back, or had been ahead. */
  'clock_set_back',
  /** An outgoing webhook is no longer taken, and was given up. */
  'webhook_given_up',
  /** Search does not find the newest messages yet. */
  'index_behind',
]);
export type ServerProblem = z.infer<typeof serverProblem>;

export const serverCondition = z.object({
  /** People with a connection now. */
  online: z.int(),
  /** Over the last half minute, or since somebody asked last. */
  requests_per_second: z.number(),
  /** The same, of one core; more than 100 where several are used. */
  processor_percent: z.number(),
  memory_bytes: z.int(),
  database_bytes: z.int(),
  attachment_bytes: z.int(),
  /** Of the disk that has the data folder. */
  disk_free_bytes: z.int(),
  disk_total_bytes: z.int(),
  last_backup_at: timestamp.nullable(),
  /** The gravest first; none when all is well. */
  problems: z.array(serverProblem),
});
export type ServerCondition = z.infer<typeof serverCondition>;

export const getCondition = defineEndpoint({
  method: 'GET',
  path: '/api/v1/admin/condition',
  summary: 'How busy the server is, how much room it has, and what is wrong with it',
  tag: 'admin',
  access: 'admin',
  answers: { 200: serverCondition },
});
