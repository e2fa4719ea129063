import type { searchCalls } from '#ipc/search.ts';
import { searchMessages } from '#protocol/search.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

export function createSearchHandlers(
  appController: AppController,
): Handlers<keyof typeof searchCalls> {
  return {
    searchMessages: (query) => appController.signedInClient.call(searchMessages, { query }),
  };
}
