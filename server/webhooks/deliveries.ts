import type { UserId, WebhookId } from '#protocol/identifiers.ts';
import { DeliveryLine } from './delivery-line.ts';
import type { LineOptions } from './delivery-line.ts';
import type { OutgoingRow } from './webhooks.repository.ts';

/** Everything that is sent out, each webhook on its own: one that is away holds nobody up. */
export class Deliveries {
  readonly #options: LineOptions;
  readonly #lines = new Map<WebhookId, DeliveryLine>();

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Goes on where the server stopped. */
  async start(): Promise<void> {
    const { outgoing } = await this.#options.repository.all(null);
    for (const webhook of outgoing) if (webhook.disabled_at === null) this.add(webhook);
  }

  add(webhook: OutgoingRow): void {
    const line = new DeliveryLine(webhook, this.#options);
    this.#lines.set(webhook.id, line);
    line.wake();
  }

  async remove(id: WebhookId): Promise<void> {
    const line = this.#lines.get(id);
    this.#lines.delete(id);
    await line?.stop();
  }

  /** Something happened that these people may know of. */
  observe(audience: readonly UserId[]): void {
    if (this.#lines.size === 0) return;
    const told = new Set(audience);
    for (const line of this.#lines.values()) if (told.has(line.botId)) line.wake();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#lines.values()].map((line) => line.stop()));
  }
}
