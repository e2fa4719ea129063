import type { trustCalls } from '#ipc/trust.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

export function createTrustHandlers(
  appController: AppController,
): Handlers<keyof typeof trustCalls> {
  return {
    joinServer: ({ address, public_key, is_compared }) =>
      appController.join({ address, publicKey: public_key, isCompared: is_compared }),
    refuseServerKey: () => appController.refuseServerKey(),
    dismissLink: () => {
      appController.dismissLink();
    },
  };
}
