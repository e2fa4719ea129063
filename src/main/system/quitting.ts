import { app, dialog } from 'electron';
import type { BrowserWindow, MessageBoxOptions } from 'electron';
import { t } from '../language/texts.ts';

interface QuitOptions {
  /** What others would lose; null while nothing is hosted, or it goes on by itself. */
  hostedName: () => string | null;
  window: () => BrowserWindow | null;
  hideWindow: () => void;
}

let isAsking = false;

/** Quits for a person; asks first where others would lose their server. */
export async function quitAsPerson({ hostedName, window, hideWindow }: QuitOptions): Promise<void> {
  const name = hostedName();
  if (name === null) {
    app.quit();
    return;
  }
  if (isAsking) return;
  isAsking = true;
  const question: MessageBoxOptions = {
    type: 'question',
    title: t('app.name'),
    message: t('quit.title'),
    detail: t('quit.text', { name }),
    buttons: [t('quit.hide'), t('quit.confirm'), t('app.cancel')],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  };
  const parent = window();
  const asked =
    parent === null ? dialog.showMessageBox(question) : dialog.showMessageBox(parent, question);
  const { response } = await asked.finally(() => {
    isAsking = false;
  });
  if (response === 0) hideWindow();
  if (response === 1) app.quit();
}
