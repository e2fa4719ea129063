import path from 'node:path';
import { dialog } from 'electron';
import type { restoreCalls } from '#ipc/restore.ts';
import { words } from '#messages/catalogue.ts';
import type { HostingController } from '../hosting/hosting-controller.ts';
import type { StandbyController } from '../hosting/standby-controller.ts';
import type { Keys } from '../keys/create-keys.ts';
import { LocalError } from '../local-error.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  keys: Keys;
  hosting: HostingController;
  standby: Pick<StandbyController, 'requireNone'>;
  appController: AppController;
}

export function createRestoreHandlers({
  keys,
  hosting,
  standby,
  appController,
}: Dependencies): Handlers<keyof typeof restoreCalls> {
  /** Only what the person has chosen is read: the page knows its name. */
  let file: string | null = null;
  return {
    chooseBackup: async () => {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openFile'] });
      const [chosen] = filePaths;
      if (chosen === undefined) return null;
      file = chosen;
      return { name: path.basename(chosen) };
    },
    restoreBackup: async ({ name, opener, secret }) => {
      standby.requireNone();
      if (file === null) {
        throw new LocalError('RESTORE_FAILED', words('failure.restore.unreadable'));
      }
      await keys.restorer.restore({ file, opener, secret });
      // Who could type it has it; a server that a passphrase opened has none yet.
      if (opener === 'recovery-key') await keys.recovery.confirmKept();
      else await keys.recovery.replace();
      const state = await hosting.start({ name, audience: 'invited' });
      await appController.useHostedServer();
      return state;
    },
  };
}
