import { dialog } from 'electron';
import type { updateCalls } from '#ipc/updates.ts';
import type { HostedReleases } from '../updates/hosted-releases.ts';
import type { UpdateController } from '../updates/update-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  updates: UpdateController;
  hostedReleases: HostedReleases;
  /** Asks the server again, without being waited for. */
  lookForUpdate: () => void;
}

export function createUpdateHandlers({
  updates,
  hostedReleases,
  lookForUpdate,
}: Dependencies): Handlers<keyof typeof updateCalls> {
  return {
    getUpdateState: () => {
      lookForUpdate();
      return Promise.resolve(updates.state);
    },
    installUpdate: async () => {
      await updates.install();
      return null;
    },
    getHostedRelease: () => hostedReleases.show(),
    addHostedRelease: async () => {
      const { filePaths } = await dialog.showOpenDialog({
        properties: ['openFile'],
        filters: [{ name: 'release.json', extensions: ['json'] }],
      });
      const [file] = filePaths;
      if (file === undefined) return hostedReleases.show();
      const added = await hostedReleases.add(file);
      lookForUpdate();
      return added;
    },
    removeHostedRelease: () => hostedReleases.remove(),
  };
}
