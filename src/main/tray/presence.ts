import { app, nativeImage } from 'electron';
import type { AppState } from '#ipc/app.ts';
import type { HostingState } from '#ipc/hosting.ts';
import type { SystemChoices } from '#ipc/system.ts';
import type { SessionBus } from '../desktop-bus/session-bus.ts';
import { isQuiet } from '../notifications/quiet.ts';
import type { MainWindow } from '../windows/main-window.ts';
import { AppTray } from './app-tray.ts';
import { showLauncherCount } from './launcher-badge.ts';
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
  #bus: SessionBus | null = null;
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
    // Windows forgets what was on a button that has left the taskbar.
    window.onShown(() => {
      this.#overlay();
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
      hostedName: 'name' in hosting ? hosting.name : null,
      serverName: state?.server?.information.name ?? null,
      isQuiet: isQuiet(this.#options.quiet(), Date.now()),
    });
  }

  begin(bus: SessionBus | null): Promise<void> {
    this.#bus = bus;
    return this.#tray.begin(bus);
  }

  unreadChanged(count: number): void {
    this.#unread = count;
    this.#showCount();
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

  #showCount(): void {
    const count = this.#unread;
    if (this.#bus === null) app.setBadgeCount(count);
    else showLauncherCount(this.#bus, count);
    this.#overlay();
  }

  /** Windows has no number for its taskbar: a small picture stands in the button's corner. */
  #overlay(): void {
    if (process.platform !== 'win32') return;
    const count = this.#unread;
    const { size, pixels } = drawCount(count, 32);
    const picture =
      count === 0 ? null : nativeImage.createFromBitmap(pixels, { width: size, height: size });
    const [, ...lines] = this.view.lines;
    this.#options.window.browserWindow?.setOverlayIcon(picture, lines.join(', '));
  }
}
