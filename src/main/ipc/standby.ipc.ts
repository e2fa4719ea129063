import type { standbyCalls } from '#ipc/standby.ts';
import type { HostingController } from '../hosting/hosting-controller.ts';
import type { StandbyController } from '../hosting/standby-controller.ts';
import type { Keys } from '../keys/create-keys.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  standby: StandbyController;
  hosting: Pick<HostingController, 'state' | 'stop'>;
  keys: Pick<Keys, 'recovery'>;
  appController: AppController;
}

export function createStandbyHandlers({
  standby,
  hosting,
  keys,
  appController,
}: Dependencies): Handlers<keyof typeof standbyCalls> {
  return {
    getStandby: () => standby.state,
    beginStandby: async ({ link }) => {
      // A server that has moved away gives its folder back, which its process only keeps to say so.
      if (hosting.state.status === 'moved') await hosting.stop();
      return standby.begin(link);
    },
    retryStandby: () => standby.retry(),
    setStandbyService: ({ wanted }) => standby.setService(wanted),
    endStandby: () => standby.end(),
    takeOverFromStandby: async ({ alone }) => {
      const state = await standby.takeOver(alone);
      // Its recovery key was the other computer's.
      await keys.recovery.replace();
      await appController.useHostedServer();
      return state;
    },
  };
}
