import type { moveCalls } from '#ipc/move.ts';
import { getMove, offerMove, withdrawMove } from '#protocol/move.ts';
import type { HostingController } from '../hosting/hosting-controller.ts';
import type { Keys } from '../keys/create-keys.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  hosting: HostingController;
  keys: Pick<Keys, 'recovery'>;
  appController: AppController;
}

export function createMoveHandlers({
  hosting,
  keys,
  appController,
}: Dependencies): Handlers<keyof typeof moveCalls> {
  return {
    getMove: () => appController.signedInClient.call(getMove, {}),
    offerMove: () => appController.signedInClient.call(offerMove, {}),
    withdrawMove: () => appController.signedInClient.call(withdrawMove, {}),
    takeOver: async ({ link }) => {
      const state = await hosting.takeOver(link);
      // Its recovery key was the other computer's.
      await keys.recovery.replace();
      await appController.useHostedServer();
      return state;
    },
    isTakeOverUnconfirmed: () => hosting.isTakeOverUnconfirmed,
  };
}
