import { VolatileMemory, VolatileOutboxStore } from '#client/chat-client.ts';
import type { SessionMemory } from '../main/session/server-memory.ts';

/**
 * Nothing of a session outlives the page: neither its keys and tokens nor what was read. Whatever a
 * browser kept of them, a page that comes from this address another time could read.
 */
export class GuestMemory extends VolatileMemory implements SessionMemory {
  readonly outbox = new VolatileOutboxStore();
  readonly cache = null;

  follow(): void {
    // There is no cache to keep up with what is heard.
  }

  async erase(): Promise<void> {
    await this.saveTokens(null);
  }

  close(): void {
    // Nothing is open.
  }
}
