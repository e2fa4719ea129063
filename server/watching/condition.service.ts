import { stat, statfs } from 'node:fs/promises';
import type { ServerCondition } from '#protocol/watching.ts';
import type { Caller } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { AttachmentsService } from '../attachments/attachments.service.ts';
import type { BackupsService } from '../backup/backups.service.ts';
import type { DamageWatch } from '../db/damage-watch.ts';
import type { Repository } from '../db/repository.ts';
import type { Hub } from '../ws/hub.ts';
import { LoadMeter } from './load-meter.ts';
import { problemsOf } from './problems.ts';
import type { Traffic } from './traffic.ts';
import type { StoredFacts, watchingRepository } from './watching.repository.ts';

export interface ConditionOptions {
  repository: Repository<typeof watchingRepository>;
  permissions: Permissions;
  attachments: Pick<AttachmentsService, 'storedBytes'>;
  backups: Pick<BackupsService, 'outlook'>;
  damageWatch: Pick<DamageWatch, 'found'>;
  hub: Hub;
  traffic: Traffic;
  dataFolder: string;
  databaseFile: string;
}

/** What takes room, and how much there is. */
export interface Space {
  databaseBytes: number;
  /** The write-ahead log. */
  logBytes: number;
  attachmentBytes: number;
  diskFreeBytes: number;
  diskTotalBytes: number;
}

/** How the server is: what its administrators see at a glance. */
export class ConditionService {
  readonly #options: ConditionOptions;
  readonly #load: LoadMeter;

  constructor(options: ConditionOptions) {
    this.#options = options;
    this.#load = new LoadMeter(() => options.traffic.requests);
  }

  async condition(caller: Caller): Promise<ServerCondition> {
    const { permissions, hub, damageWatch } = this.#options;
    permissions.requireAdmin(caller);
    const [space, stored, backup] = await Promise.all([this.space(), this.stored(), this.backup()]);
    const { requestsPerSecond, processorPercent } = this.#load.read();
    return {
      online: hub.onlineCount,
      requests_per_second: requestsPerSecond,
      processor_percent: processorPercent,
      memory_bytes: process.memoryUsage.rss(),
      database_bytes: space.databaseBytes,
      attachment_bytes: space.attachmentBytes,
      disk_free_bytes: space.diskFreeBytes,
      disk_total_bytes: space.diskTotalBytes,
      last_backup_at: backup.lastAt === null ? null : new Date(backup.lastAt).toISOString(),
      problems: problemsOf({
        isDamaged: damageWatch.found !== null,
        now: Date.now(),
        ...{ ...space, ...stored, backup },
      }),
    };
  }

  backup(): ReturnType<BackupsService['outlook']> {
    return this.#options.backups.outlook();
  }

  stored(): Promise<StoredFacts> {
    return this.#options.repository.facts();
  }

  async space(): Promise<Space> {
    const { databaseFile, dataFolder, attachments } = this.#options;
    const { bsize, blocks, bavail } = await statfs(dataFolder);
    return {
      databaseBytes: await sizeOf(databaseFile),
      logBytes: await sizeOf(`${databaseFile}-wal`),
      attachmentBytes: await attachments.storedBytes(),
      diskFreeBytes: bsize * bavail,
      diskTotalBytes: bsize * blocks,
    };
  }
}

/** In bytes; there is no log before the first write. */
async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.size ?? 0;
}
