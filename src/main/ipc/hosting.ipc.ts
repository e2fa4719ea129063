import type { hostingCalls } from '#ipc/hosting.ts';
import { createInvite, listInvites, revokeInvite } from '#protocol/server.ts';
import { checkAddress } from '../hosting/address-check.ts';
import type { HostingController } from '../hosting/hosting-controller.ts';
import type { ServiceManager } from '../hosting/service/service-manager.ts';
import type { StandbyController } from '../hosting/standby-controller.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  hosting: HostingController;
  standby: Pick<StandbyController, 'requireNone'>;
  appController: AppController;
  services: ServiceManager;
}

export function createHostingHandlers({
  hosting,
  standby,
  appController,
  services,
}: Dependencies): Handlers<keyof typeof hostingCalls> {
  const change = async (part: Parameters<HostingController['change']>[0]) => {
    const state = await hosting.change(part);
    if (appController.state.server?.hostedHere === true) await appController.useHostedServer();
    return state;
  };
  return {
    getHostingState: () => hosting.state,
    startHosting: async (wanted) => {
      standby.requireNone();
      const state = await hosting.start(wanted);
      await appController.useHostedServer();
      return state;
    },
    stopHosting: async () => {
      await hosting.stop();
      await appController.hostedServerStopped();
    },
    setAudience: change,
    setGuests: change,
    getHostingService: async () => {
      const obstacle = await services.obstacle();
      const startsWithoutLogin = obstacle === null && (await services.startsWithoutLogin());
      return { obstacle, startsWithoutLogin, lingerCommand: services.lingerCommand };
    },
    setHostingService: async ({ wanted }) => {
      const state = await hosting.setService(wanted);
      if (appController.state.server?.hostedHere === true) await appController.useHostedServer();
      return state;
    },
    checkAddresses: async () => {
      const { state, localServer } = hosting;
      if (state.status !== 'running' || localServer === null) return [];
      return Promise.all(
        state.addresses.map((address) => checkAddress(address, localServer.identity)),
      );
    },
    createInvite: (body) => appController.signedInClient.call(createInvite, { body }),
    listInvites: () => appController.signedInClient.call(listInvites, {}),
    revokeInvite: async ({ code }) => {
      await appController.signedInClient.call(revokeInvite, { params: { code } });
    },
  };
}
