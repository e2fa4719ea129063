import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { nativeTheme } from 'electron';
import type { Opening } from '#ipc/opening.ts';
import type { AppPlaces } from './app-places.ts';
import { openFileScheme } from './attachments/file-scheme-door.ts';
import type { AnswerFileRequest } from './attachments/file-scheme-door.ts';
import type { FirstChoices } from './first-choices.ts';
import { quitGracefully } from './graceful-quit.ts';
import { handedLater } from './handed-later.ts';
import { answerCalls, answerOpening } from './ipc/ipc-router.ts';
import type { CallRouter } from './ipc/call-router.ts';
import type { Log } from './logging/log.ts';
import type { SettingsFile } from './settings-file.ts';
import { prepareSpelling } from './system/spelling.ts';
import { serveAppScheme } from './windows/app-scheme.ts';
import { createMainWindow } from './windows/create-main-window.ts';
import type { CloseAnswer, MainWindow } from './windows/main-window.ts';
import { restrictPermissions } from './windows/web-contents-policy.ts';

/** The window, with what it is still to be told. */
export interface Beginning {
  window: MainWindow;
  /** Resolves when the page has what it runs, or it never will. */
  untilPageRuns: () => Promise<unknown>;
  /** What the page shows until the rest of the app is there; null where it has to wait for that. */
  answerOpening: (opening: Opening | null) => void;
  /** Whether the page shows already what is behind it. */
  hasOpening: () => boolean;
  useSettings: (settings: SettingsFile) => void;
  /** What becomes of the window when it is closed; until then it simply closes. */
  onClose: (answer: () => CloseAnswer) => void;
  /** What else is to be put away when the app quits; until then it is only the window's place. */
  onQuit: (putAway: () => Promise<void>) => void;
  /** From then on the calls of the page are answered, also those that wait already. */
  answerWith: (route: CallRouter) => void;
  /** The same for its requests for files. */
  answerFiles: (answer: AnswerFileRequest) => void;
}

interface OpenOptions {
  /** False where the app may stay hidden. */
  opensAtOnce: boolean;
  log: Log;
}

/** Opens the window, which works as far as it can before there is an app behind it. */
export async function openWindow(
  places: AppPlaces,
  { theme, windowPlace }: FirstChoices,
  { opensAtOnce, log }: OpenOptions,
): Promise<Beginning> {
  restrictPermissions(places.pageOrigin);
  const given = new EventEmitter();
  serveAppScheme(places.rendererFolder, (file) => given.emit(path.extname(file)));
  const isGiven = Promise.all(['.js', '.css'].map((kind) => once(given, kind)));
  const answerFiles = openFileScheme();
  nativeTheme.themeSource = theme;
  await prepareSpelling(places.dictionaryFolder, log);
  const settings = handedLater<SettingsFile>();
  let hasOpening = false;
  let answerClose: () => CloseAnswer = () => 'close';
  const { window, saved } = createMainWindow({
    places,
    firstPlace: windowPlace,
    settings: settings.value,
    onClose: () => answerClose(),
    log,
  });
  let putAway: () => Promise<void> = () => Promise.resolve();
  quitGracefully(async () => {
    await saved();
    await putAway();
  }, log);
  const answerWith = answerCalls(window);
  const opening = answerOpening(window);
  if (opensAtOnce) window.bringToFront();
  return {
    window,
    untilPageRuns: () => Promise.race([isGiven, window.untilShown()]),
    answerOpening: (told) => {
      hasOpening = told !== null;
      opening(told);
    },
    hasOpening: () => hasOpening,
    useSettings: settings.hand,
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
