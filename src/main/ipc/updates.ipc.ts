import type { updateCalls } from '#ipc/updates.ts';
import type { UpdateController } from '../updates/update-controller.ts';
import type { Handlers } from './handlers.ts';

/** `look` asks the server again, without being waited for. */
export function createUpdateHandlers(
  updates: UpdateController,
  look: () => void,
): Handlers<keyof typeof updateCalls> {
  return {
    getUpdateState: () => {
      look();
      return Promise.resolve(updates.state);
    },
    installUpdate: async () => {
      await updates.install();
      return null;
    },
  };
}
