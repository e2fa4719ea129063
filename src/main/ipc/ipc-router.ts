import { ipcMain } from 'electron';
import { callChannel } from '#ipc/names.ts';
import type { MainWindow } from '../windows/main-window.ts';
import type { CallRouter } from './call-router.ts';

/**
 * Connects the calls of the window's page to their handlers, which are handed to what this answers;
 * a call that comes earlier waits for them.
 */
export function answerCalls(window: MainWindow): (route: CallRouter) => void {
  let begin: (route: CallRouter) => void = () => undefined;
  const routing = new Promise<CallRouter>((resolve) => {
    begin = resolve;
  });
  ipcMain.handle(callChannel, async (event, name: unknown, argument: unknown) => {
    // Whose page it is is judged when it asks.
    const isTrusted = window.owns(event.senderFrame);
    return (await routing)(isTrusted, name, argument);
  });
  return begin;
}
