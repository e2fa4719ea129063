import type { retentionCalls } from '#ipc/retention.ts';
import { getRetention, previewRetention, updateRetention } from '#protocol/retention.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

export function createRetentionHandlers(
  appController: AppController,
): Handlers<keyof typeof retentionCalls> {
  return {
    getRetention: () => appController.signedInClient.call(getRetention, {}),
    previewRetention: (body) => appController.signedInClient.call(previewRetention, { body }),
    setRetention: (body) => appController.signedInClient.call(updateRetention, { body }),
  };
}
