import { app, nativeImage } from 'electron';
import type { AppState } from '#ipc/app.ts';
import type { HostingState } from '#ipc/hosting.ts';
import type { SystemChoices } from '#ipc/system.ts';
import type { SessionBus } from '../desktop-bus/session-bus.ts';
import { isQuiet } from '../notifications/quiet.ts';
import type { MainWindow } from '../windows/main-window.ts';
import { AppTray } from './app-tray.ts';
import { drawCount } from './tray-icon.ts';
import { describeTray } from './tray-view.ts';
import type { TrayView } from './tray-view.ts';

interface PresenceOptions {
  window: MainWindow;
  quiet: () => SystemChoices['quiet'];
  setQuiet: (quiet: SystemChoices['quiet']) => void;
  quit: () => void;
  /** The tray has come or gone. */
  onTrayChanged: () => void;
}

/** How the app shows itself outside its window: tray, dock and taskbar. */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #tray: AppTray;
  #unread = 0;
  #appState: AppState | null = null;
  #hosting: HostingState = { status: 'stopped' };

  constructor(options: PresenceOptions) {
    this.#options = options;
    const { window, quiet, setQuiet, quit, onTrayChanged } = options;
    this.#tray = new AppTray({
      view: () => this.view,
      quiet,
      setQuiet,
      quit,
      onChanged: onTrayChanged,
      open: () => {
        window.bringToFront();
      },
    });
  }

  get hasTray(): boolean {
    return this.#tray.isThere;
  }

  get view(): TrayView {
    const hosting = this.#hosting;
    const state = this.#appState;
    return describeTray({
      unread: this.#unread,
      connection: state?.account == null ? null : state.connection.status,
      hosting: hosting.status,
      hostedName: hosting.status === 'stopped' ? null : hosting.name,
      serverName: state?.server?.information.name ?? null,
      isQuiet: isQuiet(this.#options.quiet(), Date.now()),
    });
  }

  begin(bus: SessionBus | null): Promise<void> {
    return this.#tray.begin(bus);
  }

  unreadChanged(count: number): void {
    this.#unread = count;
    app.setBadgeCount(count);
    if (process.platform === 'win32') this.#overlay(count);
    this.#tray.update();
  }

  appStateChanged(state: AppState): void {
    this.#appState = state;
    this.#tray.update();
  }

  hostingChanged(state: HostingState): void {
    this.#hosting = state;
    this.#tray.update();
  }

  quietChanged(): void {
    this.#tray.update();
  }

  languageChanged(): void {
    this.#tray.update();
  }

  /** Windows has no number for its taskbar: a small picture stands in the button's corner. */
  #overlay(count: number): void {
    const { size, pixels } = drawCount(count, 32);
    const picture =
      count === 0 ? null : nativeImage.createFromBitmap(pixels, { width: size, height: size });
    const [, ...lines] = this.view.lines;
    this.#options.window.browserWindow?.setOverlayIcon(picture, lines.join(', '));
  }
}
