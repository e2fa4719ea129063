import type { AppPlaces } from '../app-places.ts';
import type { Log } from '../logging/log.ts';
import type { SettingsFile } from '../settings-file.ts';
import { MainWindow } from './main-window.ts';
import type { CloseAnswer } from './main-window.ts';

export interface PlacedWindow {
  /** Not yet open. */
  window: MainWindow;
  /** Resolves when its place is on disk. */
  saved: () => Promise<void>;
}

/** The window, which opens where it stood when it was last closed. */
export function createMainWindow(
  places: AppPlaces,
  settings: SettingsFile,
  onClose: () => CloseAnswer,
  log: Log,
): PlacedWindow {
  let saving: Promise<void> = Promise.resolve();
  const window = new MainWindow({
    ...places,
    place: () => settings.current.windowPlace,
    onPlaced: (windowPlace) => {
      saving = settings.change({ windowPlace });
    },
    onClose,
    log,
  });
  return { window, saved: () => saving };
}
