import type { LanServer, LanState as Heard } from '#ipc/lan.ts';
import { call, on } from '../../lib/bridge.ts';
import { attempt } from '../../lib/report-error.ts';

/** How long it is only said that servers are looked for, before it is said that none was heard. */
const patienceMs = 4_000;

/** What can be heard on the network while the join screen is open. */
export class LanState {
  #heard = $state.raw<Heard>({ servers: [], tried: [] });
  #isPatient = $state(true);

  readonly servers: LanServer[] = $derived(this.#heard.servers);
  /** Nothing yet, and it is too early to say so. */
  readonly isListening = $derived(this.#isPatient && this.#heard.servers.length === 0);
  /** The interfaces on which the question went out, such as `eth0 (192.168.1.5)`. */
  readonly asked: string[] = $derived(this.#placesWhere(true));
  /** Those on which it could not. */
  readonly notAsked: string[] = $derived(this.#placesWhere(false));

  /** Begins to listen; answers the function that ends it. */
  begin(): () => void {
    let told = false;
    const end = on('lanChanged', (heard) => {
      told = true;
      this.#heard = heard;
    });
    const timer = setTimeout(() => (this.#isPatient = false), patienceMs);
    void attempt(async () => {
      const heard = await call('watchLan');
      if (!told) this.#heard = heard;
    });
    return () => {
      end();
      clearTimeout(timer);
      void attempt(() => call('stopWatchingLan'));
    };
  }

  #placesWhere(asked: boolean): string[] {
    return this.#heard.tried
      .filter((place) => place.asked === asked)
      .map(({ interface: name, address }) => `${name} (${address})`);
  }
}
