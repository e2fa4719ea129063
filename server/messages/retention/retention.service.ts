import { AppError } from '#protocol/errors.ts';
import type { Retention, RetentionRule } from '#protocol/retention.ts';
import type { Administrator } from '../../access/operator.ts';
import type { Permissions } from '../../access/permissions.ts';
import type { Repository } from '../../db/repository.ts';
import type { retentionRepository } from './retention.repository.ts';
import type { RetentionWorker } from './retention-worker.ts';

export interface RetentionOptions {
  repository: Repository<typeof retentionRepository>;
  permissions: Permissions;
  worker: Pick<RetentionWorker, 'wake' | 'believedAt'>;
}

/** For how long messages are kept, as administrators say. */
export class RetentionService {
  readonly #options: RetentionOptions;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  async rules(caller: Administrator): Promise<Retention> {
    this.#options.permissions.requireAdmin(caller);
    return this.#options.repository.rules();
  }

  /** How many messages would go at once. @throws AppError CONVERSATION_NOT_FOUND */
  async preview(caller: Administrator, rule: RetentionRule): Promise<number> {
    const { permissions, repository, worker } = this.#options;
    permissions.requireAdmin(caller);
    return repository.countExpired({ rule, believedAt: await worker.believedAt() });
  }

  /** @throws AppError CONVERSATION_NOT_FOUND, RETENTION_UNCONFIRMED */
  async change(
    caller: Administrator,
    rule: RetentionRule,
    isConfirmed: boolean,
  ): Promise<Retention> {
    this.#options.permissions.requireAdmin(caller);
    const count = isConfirmed ? 0 : await this.preview(caller, rule);
    if (count > 0) {
      const what = count === 1 ? '1 message' : `${String(count)} messages`;
      throw new AppError('RETENTION_UNCONFIRMED', {
        detail: `${what} would be removed for good, with the files; confirm it`,
      });
    }
    const { repository, worker } = this.#options;
    const rules = await repository.change(rule);
    worker.wake();
    return rules;
  }
}
