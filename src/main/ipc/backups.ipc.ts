import { dialog } from 'electron';
import type { backupCalls } from '#ipc/backups.ts';
import { getBackups, startBackup, updateBackups } from '#protocol/backups.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

export function createBackupHandlers(
  appController: AppController,
): Handlers<keyof typeof backupCalls> {
  return {
    getBackups: () => appController.signedInClient.call(getBackups, {}),
    setBackups: (body) => appController.signedInClient.call(updateBackups, { body }),
    chooseBackupFolder: async () => {
      const { filePaths } = await dialog.showOpenDialog({
        properties: ['openDirectory', 'createDirectory'],
      });
      const [folder] = filePaths;
      const client = appController.signedInClient;
      if (folder === undefined) return client.call(getBackups, {});
      return client.call(updateBackups, { body: { folder } });
    },
    startBackup: () => appController.signedInClient.call(startBackup, {}),
  };
}
