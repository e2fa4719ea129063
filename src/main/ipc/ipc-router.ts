import { ipcMain } from 'electron';
import { callChannel } from '#ipc/names.ts';
import type { MainWindow } from '../windows/main-window.ts';
import type { CallRouter } from './call-router.ts';

/** Connects the calls of the window's page to their handlers. */
export function answerCalls(window: MainWindow, route: CallRouter): void {
  ipcMain.handle(callChannel, (event, name: unknown, argument: unknown) =>
    route(window.owns(event.senderFrame), name, argument),
  );
}
