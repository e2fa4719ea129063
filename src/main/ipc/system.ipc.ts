import type { systemCalls } from '#ipc/system.ts';
import type { SystemController } from '../system/system-controller.ts';
import type { Handlers } from './handlers.ts';

export function createSystemHandlers(system: SystemController): Handlers<keyof typeof systemCalls> {
  return {
    getSystemState: () => system.state,
    changeSystem: (changed) => system.change(changed),
  };
}
