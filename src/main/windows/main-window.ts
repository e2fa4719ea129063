import { once } from 'node:events';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import type { WebContents, WebFrameMain } from 'electron';
import type { BridgeEventName, BridgeEvents } from '#ipc/index.ts';
import { eventChannel } from '#ipc/names.ts';
import type { Log } from '../logging/log.ts';
import { placeOnScreens, windowMinimum } from './window-place.ts';
import type { WindowPlace } from './window-place.ts';

/** A page that dies again sooner than this is left as it is: reloading would not help. */
const reloadPauseMs = 10_000;

/** `hide` leaves it running out of sight; `stay` leaves it as it is, while the person is asked. */
export type CloseAnswer = 'close' | 'hide' | 'stay';

export interface MainWindowOptions {
  /** The page to show, and the origin that alone may call main. */
  pageUrl: string;
  pageOrigin: string;
  preloadFile: string;
  /** Where the window stood when it was last closed. */
  place: () => WindowPlace | null;
  onPlaced: (place: WindowPlace) => void;
  /** What becomes of the window when it is closed. */
  onClose: () => CloseAnswer;
  log: Log;
}

/** The app's one window. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;
  #isLocked = false;
  #lastReloadMs = 0;
  #focusListener: (focused: boolean) => void = () => undefined;
  #shownListener: () => void = () => undefined;
  #openedListener: (window: BrowserWindow) => void = () => undefined;

  constructor(options: MainWindowOptions) {
    this.#options = options;
    nativeTheme.on('updated', () => {
      this.#window?.setBackgroundColor(backgroundColour());
    });
  }

  /** One listener: a later one takes the place of the one before. */
  onFocusChanged(listener: (focused: boolean) => void): void {
    this.#focusListener = listener;
  }

  /** One listener, called whenever the window comes into sight. */
  onShown(listener: () => void): void {
    this.#shownListener = listener;
  }

  /** One listener, called for the window that is open and for each that is opened later. */
  onOpened(listener: (window: BrowserWindow) => void): void {
    this.#openedListener = listener;
    if (this.#window !== null) listener(this.#window);
  }

  get isFocused(): boolean {
    return !this.#isLocked && this.#window?.isFocused() === true;
  }

  /** The window itself, for dialogs and the taskbar. */
  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  /** Nobody looks at a window behind the lock screen. */
  setLocked(locked: boolean): void {
    this.#isLocked = locked;
    this.#focusListener(this.isFocused);
  }

  hide(): void {
    this.#window?.hide();
  }

  /** Opens it, or brings the one that is open to the front. */
  bringToFront(): void {
    if (this.#window === null) {
      this.#open();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    if (!this.#window.isVisible()) bringOntoScreen(this.#window);
    this.#window.show();
    this.#window.focus();
  }

  /** Events for a window that is not there are dropped: a new one asks for all it shows. */
  send<N extends BridgeEventName>(name: N, event: BridgeEvents[N]): void {
    const contents = this.#window?.webContents;
    if (contents === undefined || contents.isDestroyed() || contents.isCrashed()) return;
    contents.send(eventChannel, name, event);
  }

  /** Resolves when it stands on the screen, or its page never will be there; at once where it is closed. */
  async untilShown(): Promise<void> {
    const window = this.#window;
    if (window === null || window.isVisible()) return;
    const ends = ['did-fail-load', 'render-process-gone', 'destroyed'];
    const endings = ends.map((name) => once(window.webContents, name));
    await Promise.race([once(window, 'show'), ...endings]);
  }

  /** Whether a frame is the window's own page, and not something embedded or navigated to. */
  owns(frame: WebFrameMain | null): boolean {
    if (frame === null || this.#window === null) return false;
    return (
      frame === this.#window.webContents.mainFrame && frame.origin === this.#options.pageOrigin
    );
  }

  #open(): void {
    const { pageUrl, log } = this.#options;
    const window = new BrowserWindow(this.#browserWindowOptions());
    this.#window = window;
    if (this.#options.place()?.isMaximised === true) window.maximize();
    window.once('ready-to-show', () => {
      window.show();
    });
    window.on('close', (event) => {
      const isMaximised = window.isMaximized();
      this.#options.onPlaced({ bounds: window.getNormalBounds(), isMaximised });
      const answer = this.#options.onClose();
      if (answer !== 'close') event.preventDefault();
      if (answer === 'hide') window.hide();
    });
    window.on('show', () => {
      this.#shownListener();
    });
    // Windows tells its windows alone that somebody signs out.
    window.on('session-end', () => {
      app.quit();
    });
    window.on('focus', () => {
      this.#focusListener(true);
    });
    window.on('blur', () => {
      this.#focusListener(false);
    });
    window.on('closed', () => {
      this.#window = null;
    });
    this.#openedListener(window);
    this.#reloadAfterCrash(window.webContents);
    window.loadURL(pageUrl).catch((error: unknown) => {
      log.error('The page could not be loaded', error);
    });
  }

  #browserWindowOptions(): Electron.BrowserWindowConstructorOptions {
    return {
      title: app.getName(),
      autoHideMenuBar: true,
      ...placeOnScreens(this.#options.place(), screensInOrder()),
      minWidth: windowMinimum.width,
      minHeight: windowMinimum.height,
      show: false,
      backgroundColor: backgroundColour(),
      webPreferences: {
        preload: this.#options.preloadFile,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        // With dictionaries of our own, so that Chromium fetches none.
        spellcheck: true,
      },
    };
  }

  #reloadAfterCrash(contents: WebContents): void {
    contents.on('render-process-gone', (_event, details) => {
      this.#options.log.error(`The page's process ended: ${details.reason}`);
      const nowMs = Date.now();
      if (details.reason === 'clean-exit' || nowMs - this.#lastReloadMs < reloadPauseMs) return;
      this.#lastReloadMs = nowMs;
      contents.reload();
    });
  }
}

function screensInOrder(): Electron.Display[] {
  const primary = screen.getPrimaryDisplay();
  return [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)];
}

/** The screen that it was on may have gone while it was out of sight. */
function bringOntoScreen(window: BrowserWindow): void {
  const place = { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() };
  const { x, width, height } = placeOnScreens(place, screensInOrder());
  if (x !== undefined) return;
  window.setSize(width, height);
  window.center();
}

/** Shown before the page is: the page's own `--canvas`, so that nothing flashes. */
function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#131817' : '#f3f1ec';
}
