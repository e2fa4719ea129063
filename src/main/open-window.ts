import { app, nativeTheme } from 'electron';
import type { AppPlaces } from './app-places.ts';
import { openFileScheme } from './attachments/file-scheme-door.ts';
import type { AnswerFileRequest } from './attachments/file-scheme-door.ts';
import { answerCalls } from './ipc/ipc-router.ts';
import type { CallRouter } from './ipc/call-router.ts';
import { quitGracefully } from './graceful-quit.ts';
import { AppLanguage } from './language/app-language.ts';
import type { Log } from './logging/log.ts';
import { SettingsFile } from './settings-file.ts';
import { prepareSpelling } from './system/spelling.ts';
import { createMainWindow } from './windows/create-main-window.ts';
import type { PlacedWindow } from './windows/create-main-window.ts';
import type { CloseAnswer } from './windows/main-window.ts';

/** The window, with what it needs to open. */
export interface Beginning extends Pick<PlacedWindow, 'window'> {
  settings: SettingsFile;
  language: AppLanguage;
  /** What becomes of the window when it is closed; until then it simply closes. */
  onClose: (answer: () => CloseAnswer) => void;
  /** What else is to be put away when the app quits; until then it is only the window's place. */
  onQuit: (putAway: () => Promise<void>) => void;
  /** From then on the calls of the page are answered, also those that wait already. */
  answerWith: (route: CallRouter) => void;
  /** The same for its requests for files. */
  answerFiles: (answer: AnswerFileRequest) => void;
}

/**
 * Opens the window before the rest of the app is even read, so that its page loads meanwhile. Nothing
 * that is imported here may be large, or ask another program.
 * @param opensAtOnce false where the app may stay hidden
 */
export async function openWindow(
  places: AppPlaces,
  log: Log,
  { opensAtOnce }: { opensAtOnce: boolean },
): Promise<Beginning> {
  const settings = new SettingsFile(places.settingsFile, log);
  await settings.load();
  const systemLanguages = () => app.getPreferredSystemLanguages();
  const language = new AppLanguage({ settings, systemLanguages });
  await language.begin();
  nativeTheme.themeSource = settings.current.appearance.theme;
  const answerFiles = openFileScheme();
  let answerClose: () => CloseAnswer = () => 'close';
  const placed = createMainWindow(places, settings, () => answerClose(), log);
  let putAway: () => Promise<void> = () => Promise.resolve();
  quitGracefully(async () => {
    await placed.saved();
    await putAway();
  }, log);
  const answerWith = answerCalls(placed.window);
  await prepareSpelling(places.dictionaryFolder, log);
  if (opensAtOnce) placed.window.bringToFront();
  return {
    window: placed.window,
    settings,
    language,
    onClose: (answer) => {
      answerClose = answer;
    },
    onQuit: (next) => {
      putAway = next;
    },
    answerWith,
    answerFiles,
  };
}
