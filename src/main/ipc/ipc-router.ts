import { ipcMain } from 'electron';
import { callChannel, openingChannel } from '#ipc/names.ts';
import type { Opening } from '#ipc/opening.ts';
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

/**
 * Tells the window's page once what it opens with, as soon as that is handed to what this answers. A page
 * that is loaded again asks the app, which knows more by then.
 */
export function answerOpening(window: MainWindow): (opening: Opening | null) => void {
  const opening = handedLater<Opening | null>();
  let isTold = false;
  ipcMain.handle(openingChannel, async ({ senderFrame }) => {
    if (isTold || !window.owns(senderFrame)) return null;
    isTold = true;
    return opening.value;
  });
  return opening.hand;
}
