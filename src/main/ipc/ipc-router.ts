import { ipcMain } from 'electron';
import { callChannel } from '#ipc/names.ts';
import { handedLater } from '../handed-later.ts';
import type { MainWindow } from '../windows/main-window.ts';
import type { CallRouter } from './call-router.ts';

/**
 * Connects the calls of the window's page to their handlers, which are handed to what this answers;
 * a call that comes earlier waits for them.
 */
export function answerCalls(window: MainWindow): (route: CallRouter) => void {
  const router = handedLater<CallRouter>();
  ipcMain.handle(callChannel, async (event, name: unknown, argument: unknown) => {
    // Whose page it is is judged when it asks.
    const isTrusted = window.owns(event.senderFrame);
    return (await router.value)(isTrusted, name, argument);
  });
  return router.hand;
}
