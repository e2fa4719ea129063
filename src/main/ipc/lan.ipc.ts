import type { lanCalls } from '#ipc/lan.ts';
import type { LanWatch } from '../lan/lan-watch.ts';
import type { Handlers } from './handlers.ts';

export function createLanHandlers(lan: LanWatch): Handlers<keyof typeof lanCalls> {
  return {
    watchLan: () => lan.start(),
    stopWatchingLan: () => {
      lan.stop();
    },
  };
}
