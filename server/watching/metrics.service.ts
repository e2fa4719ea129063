import type { Caller, Origin } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { UploadsService } from '../attachments/uploads.service.ts';
import type { DamageWatch } from '../db/damage-watch.ts';
import type { Database } from '../db/database.ts';
import type { SendLatency } from '../messages/send-latency.ts';
import type { Hub } from '../ws/hub.ts';
import type { ConditionService, Space } from './condition.service.ts';
import { MetricsRegistry } from './metrics-registry.ts';
import type { Traffic } from './traffic.ts';
import type { StoredFacts } from './watching.repository.ts';

export interface MetricsOptions {
  permissions: Permissions;
  condition: ConditionService;
  database: Pick<Database, 'writing'>;
  damageWatch: Pick<DamageWatch, 'found'>;
  uploads: Pick<UploadsService, 'count'>;
  hub: Hub;
  latency: SendLatency;
  traffic: Traffic;
}

/** What is not at hand and is looked up for each answer. */
interface LookedUp {
  space: Space;
  stored: StoredFacts;
  backup: { lastAt: number | null };
}

interface Watch {
  registry: MetricsRegistry;
  /** For the answer that is being written. */
  looked: LookedUp;
}

/**
 * Figures for programs that watch servers. Counted in plain numbers all the time; the rest begins with
 * the first question. Never names, ids or contents: routes go by their paths in the contract.
 */
export class MetricsService {
  readonly #options: MetricsOptions;
  #watch: Watch | undefined;

  constructor(options: MetricsOptions) {
    this.#options = options;
  }

  /**
   * @param isForwarded somebody who stands before the server passes the request on
   * @throws AppError UNAUTHORIZED, FORBIDDEN
   */
  async text(caller: Caller | null, origin: Origin, isForwarded: boolean): Promise<Uint8Array> {
    const { permissions, condition } = this.#options;
    permissions.requireHost(caller, origin, isForwarded);
    const [space, stored, backup] = await Promise.all([
      condition.space(),
      condition.stored(),
      condition.backup(),
    ]);
    const looked = { space, stored, backup };
    this.#watch ??= this.#begin(looked);
    this.#watch.looked = looked;
    return Buffer.from(await this.#watch.registry.text());
  }

  #begin(looked: LookedUp): Watch {
    const watch = { registry: new MetricsRegistry(), looked };
    this.#describeTraffic(watch.registry);
    this.#describeWriting(watch.registry);
    this.#describeStored(watch);
    return watch;
  }

  #describeTraffic(registry: MetricsRegistry): void {
    const { traffic, hub, uploads } = this.#options;
    const route = ['method', 'route'];
    registry.counter('requests_total', 'Requests answered', [...route, 'status'], () =>
      this.#routes().flatMap(({ labels, byClass }) =>
        byClass.flatMap((value, digit) =>
          value === 0 ? [] : [{ labels: { ...labels, status: `${String(digit)}xx` }, value }],
        ),
      ),
    );
    registry.histogram('request_duration_seconds', 'From a request until its answer begins', () =>
      this.#routes().map(({ labels, durations }) => ({ labels, histogram: durations })),
    );
    registry.counter('refusals_total', 'Requests and sockets refused, by reason', ['code'], () =>
      [...traffic.refusals].map(([code, value]) => ({ labels: { code }, value })),
    );
    registry.gauge('sockets_open', 'Sockets that are open', ['kind'], () =>
      Object.entries(traffic.sockets).map(([kind, value]) => ({ labels: { kind }, value })),
    );
    registry.counter('handshakes_total', 'Sealed handshakes', ['outcome'], () =>
      Object.entries(traffic.handshakes).map(([outcome, value]) => ({
        labels: { outcome },
        value,
      })),
    );
    registry.gauge('people_online', 'People with a connection', [], () => hub.onlineCount);
    registry.gauge('uploads_underway', 'Uploads whose bytes come now', [], () => uploads.count);
  }

  #describeWriting(registry: MetricsRegistry): void {
    const { database, latency } = this.#options;
    registry.counter('sends_total', 'Messages acknowledged', [], () => latency.count);
    registry.gauge('writer_waiting', 'Operations that wait for the one writer', [], () => {
      return database.writing.waiting;
    });
    registry.histogram('commit_operations', 'Operations that were committed together', () => [
      { labels: {}, histogram: database.writing.batchSizes },
    ]);
    registry.histogram('commit_duration_seconds', 'How long a commit took, to disk', () => [
      { labels: {}, histogram: database.writing.batchSeconds },
    ]);
  }

  #describeStored(watch: Watch): void {
    const { registry } = watch;
    const { damageWatch } = this.#options;
    const space: [string, string, keyof Space][] = [
      ['database_bytes', 'The database file', 'databaseBytes'],
      ['write_ahead_log_bytes', 'The write-ahead log', 'logBytes'],
      ['attachment_bytes', 'Files that people have sent', 'attachmentBytes'],
      ['disk_free_bytes', 'Room on the disk with the data folder', 'diskFreeBytes'],
      ['disk_bytes', 'Size of that disk', 'diskTotalBytes'],
    ];
    for (const [name, help, fact] of space) {
      registry.gauge(name, help, [], () => watch.looked.space[fact]);
    }
    registry.gauge('index_lag_messages', 'Messages not in the search index yet', [], () => {
      return watch.looked.stored.unindexed;
    });
    registry.gauge('backup_age_seconds', 'Since the last backup; none before it', [], () => {
      const { lastAt } = watch.looked.backup;
      return lastAt === null ? [] : (Date.now() - lastAt) / 1000;
    });
    registry.gauge('damaged_tables', 'Tables of which something cannot be read', [], () => {
      return damageWatch.found?.tables.length ?? 0;
    });
    registry.gauge('damaged_pages', 'Pages of the database found damaged', [], () => {
      return damageWatch.found?.pages.length ?? 0;
    });
  }

  #routes() {
    return [...this.#options.traffic.byEndpoint].map(([endpoint, { byClass, durations }]) => ({
      labels: { method: endpoint?.method ?? '', route: endpoint?.path ?? '' },
      byClass,
      durations,
    }));
  }
}
