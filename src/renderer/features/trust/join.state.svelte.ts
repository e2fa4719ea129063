import type { JoinOutcome, ServerKeyQuestion } from '#ipc/trust.ts';
import { call } from '../../lib/bridge.ts';

/** One way into a server: asked for, perhaps in doubt about its key, then joined. */
export class JoinState {
  busy = $state(false);
  /** Waits for the person's word. */
  question = $state.raw<ServerKeyQuestion | null>(null);
  #address = '';

  /** `address` may be an invite link. True once joined, false while a question waits. Throws CallError. */
  join(address: string): Promise<boolean> {
    this.#address = address;
    return this.#follow(() => call('joinServer', { address }));
  }

  /** The same by another way of asking, which names the address by which to go on in its question. */
  joinBy(ask: () => Promise<JoinOutcome>): Promise<boolean> {
    this.#address = '';
    return this.#follow(ask);
  }

  /** The person has compared the fingerprint in question. Throws CallError. */
  trust(): Promise<boolean> {
    const { question } = this;
    if (question === null) return Promise.resolve(false);
    return this.trustKey(this.#address || question.address, question.publicKey);
  }

  /** Throws CallError. */
  trustKey(address: string, publicKey: string): Promise<boolean> {
    return this.#follow(() =>
      call('joinServer', { address, public_key: publicKey, is_compared: true }),
    );
  }

  refuse(): void {
    this.question = null;
  }

  async #follow(ask: () => Promise<JoinOutcome>): Promise<boolean> {
    this.busy = true;
    try {
      const answer = await ask();
      this.question = answer.outcome === 'unverified' ? answer.question : null;
      return answer.outcome === 'joined';
    } finally {
      this.busy = false;
    }
  }
}
