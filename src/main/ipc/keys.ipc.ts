import type { keyCalls } from '#ipc/keys.ts';
import type { HostingController } from '../hosting/hosting-controller.ts';
import type { Keys } from '../keys/create-keys.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  keys: Keys;
  hosting: HostingController;
  appController: AppController;
  saveToFile: (recoveryKey: string) => Promise<boolean>;
}

export function createKeysHandlers({
  keys,
  hosting,
  appController,
  saveToFile,
}: Dependencies): Handlers<keyof typeof keyCalls> {
  const { lock, recovery } = keys;
  return {
    getKeysState: () => keys.state(),
    choosePassphrase: ({ passphrase }) => lock.choose(passphrase),
    unlock: ({ passphrase }) => lock.unlock(passphrase),
    forgetPassphrase: () => lock.forget(),
    makeRecoveryKey: async () => ({ recoveryKey: await recovery.make() }),
    saveRecoveryKey: async ({ recoveryKey }) => ({ saved: await saveToFile(recoveryKey) }),
    confirmRecoveryKey: () => recovery.confirmKept(),
    replaceRecoveryKey: () => recovery.replace(),
    checkRecoveryKey: ({ recoveryKey }) => recovery.check(recoveryKey),
    recoverHosting: async ({ recoveryKey }) => {
      await recovery.recover(recoveryKey);
      if (hosting.localServer !== null) await appController.useHostedServer();
    },
  };
}
