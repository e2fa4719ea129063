import type { AppPlaces } from '../app-places.ts';
import type { Log } from '../logging/log.ts';
import type { SettingsFile } from '../settings-file.ts';
import { MainWindow } from './main-window.ts';
import type { CloseAnswer } from './main-window.ts';
import type { WindowPlace } from './window-place.ts';

interface PlacedWindowOptions {
  places: AppPlaces;
  /** Where the window stood when it was last closed. */
  firstPlace: WindowPlace | null;
  /** They are read a little later than the window opens. */
  settings: Promise<SettingsFile>;
  onClose: () => CloseAnswer;
  log: Log;
}

export interface PlacedWindow {
  /** Not yet open. */
  window: MainWindow;
  /** Resolves when its place is on disk. */
  saved: () => Promise<void>;
}

/** The window, which opens where it stood when it was last closed. */
export function createMainWindow(options: PlacedWindowOptions): PlacedWindow {
  const { places, settings, onClose, log } = options;
  let place = options.firstPlace;
  let saving: Promise<void> = Promise.resolve();
  const window = new MainWindow({
    ...places,
    place: () => place,
    onPlaced: (windowPlace) => {
      place = windowPlace;
      saving = settings.then((read) => read.change({ windowPlace }));
    },
    onClose,
    log,
  });
  return { window, saved: () => saving };
}
