import { backoffFirstMs } from '#client/backoff.ts';
import { ClientError } from '#client/chat-client.ts';
import { askServer } from '../main/trust/ask-server.ts';
import { LocalError } from '../main/local-error.ts';
import type { Entrance, JoinWish } from '../main/trust/server-door.ts';

/** The one server that a page can speak to: the one that has served it. */
export class GuestDoor {
  readonly #origin: string;
  #inviteCode: string | null;

  /** @param fragment of the page's address: `#invite=CODE`, which no browser sends to anybody */
  constructor(origin: string, fragment: string) {
    this.#origin = origin;
    this.#inviteCode = new URLSearchParams(fragment.replace(/^#/, '')).get('invite');
  }

  /**
   * The key is the one that is shown: who has changed the page on its way has changed this too. The
   * person compares it. Throws UNREACHABLE or NOT_A_SERVER.
   */
  async knock({ publicKey }: JoinWish): Promise<Entrance> {
    const url = this.#origin;
    const answer = await askServer(url, (key) => publicKey === undefined || key === publicKey);
    if (!answer.trusted) throw new ClientError('SERVER_KEY_CHANGED', `${url} has another key`);
    const { information } = answer;
    const inviteCode = this.#inviteCode;
    this.#inviteCode = null;
    return { outcome: 'open', server: { url, information, hostedHere: false }, inviteCode };
  }

  openLocal(): Promise<never> {
    return Promise.reject(new LocalError('HOSTING_FAILED', 'A page hosts nothing'));
  }
}

/** Until it has worked: the server was there a moment ago, or there would be no page. */
export async function untilItWorks<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2 * backoffFirstMs));
    }
  }
}
