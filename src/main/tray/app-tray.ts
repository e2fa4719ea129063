import { Menu, nativeImage, Tray } from 'electron';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { SystemChoices } from '#ipc/system.ts';
import type { SessionBus } from '../desktop-bus/session-bus.ts';
import { t } from '../language/texts.ts';
import { quietChoices } from './quiet-choices.ts';
import { drawTrayIcon } from './tray-icon.ts';
import type { TrayView } from './tray-view.ts';

interface TrayOptions {
  view: () => TrayView;
  quiet: () => SystemChoices['quiet'];
  setQuiet: (quiet: SystemChoices['quiet']) => void;
  open: () => void;
  quit: () => void;
  onChanged: () => void;
}

/** Who shows trays on a Linux desktop. */
const trayHost = 'org.kde.StatusNotifierWatcher';

/** The app's place in the tray, where the desktop has one. */
export class AppTray {
  readonly #options: TrayOptions;
  #tray: Tray | null = null;
  #shown = '';

  constructor(options: TrayOptions) {
    this.#options = options;
  }

  get isThere(): boolean {
    return this.#tray !== null;
  }

  /** Linux desktops may have no tray, or get one later: their bus tells. */
  async begin(bus: SessionBus | null): Promise<void> {
    if (process.platform !== 'linux') this.#make();
    if (bus === null) return;
    await bus.onOwnerChanged(trayHost, (hasOwner) => {
      this.#hostIs(hasOwner);
    });
    this.#hostIs(await bus.hasOwner(trayHost));
  }

  /** Shows what has changed, if it has. */
  update(): void {
    const view = this.#options.view();
    const quiet = this.#options.quiet();
    const shown = JSON.stringify([view, quiet]);
    if (this.#tray === null || shown === this.#shown) return;
    this.#shown = shown;
    this.#tray.setImage(imageOf(view));
    this.#tray.setToolTip(view.lines.join('\n'));
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#menu(view)));
  }

  #hostIs(there: boolean): void {
    if (there === this.isThere) return;
    if (there) this.#make();
    else this.#remove();
    this.#options.onChanged();
  }

  #make(): void {
    this.#tray = new Tray(imageOf(this.#options.view()));
    this.#tray.on('click', this.#options.open);
    this.#shown = '';
    this.update();
  }

  #remove(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  #menu({ lines }: TrayView): MenuItemConstructorOptions[] {
    const { quiet, setQuiet, open, quit } = this.#options;
    const [, ...state] = lines;
    return [
      ...state.map((label) => ({ label, enabled: false })),
      { type: 'separator' },
      { label: t('tray.open'), click: open },
      {
        label: t('system.quiet'),
        submenu: quietChoices(quiet(), new Date()).map(({ label, value, isCurrent }) => ({
          label,
          type: 'radio',
          checked: isCurrent,
          click: () => {
            setQuiet(value);
          },
        })),
      },
      { type: 'separator' },
      { label: t('menu.quitApp'), click: quit },
    ];
  }
}

function imageOf({ icon }: TrayView): NativeImage {
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2]) {
    const { size, pixels } = drawTrayIcon(
      icon,
      (process.platform === 'linux' ? 24 : 16) * scaleFactor,
    );
    const picture = { width: size, height: size };
    image.addRepresentation({
      ...picture,
      scaleFactor,
      buffer: nativeImage.createFromBitmap(pixels, picture).toPNG(),
    });
  }
  return image;
}
