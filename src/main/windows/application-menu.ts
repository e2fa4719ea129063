import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '#ipc/system.ts';
import { t } from '../language/texts.ts';

const separator: MenuItemConstructorOptions = { type: 'separator' };

interface MenuOptions {
  developerTools: boolean;
  quit: () => void;
  /** Done by the page. */
  choose: (command: MenuCommand) => void;
  openLogs: () => void;
}

/**
 * The menu with the keyboard shortcuts that people expect; hidden where menus are in windows.
 * Electron's own names of the roles are English everywhere, so each has one of ours.
 */
export class ApplicationMenu {
  readonly #options: MenuOptions;
  #isSignedIn = false;

  constructor(options: MenuOptions) {
    this.#options = options;
  }

  /** What the page does needs somebody who is signed in. */
  setSignedIn(isSignedIn: boolean): void {
    if (isSignedIn === this.#isSignedIn) return;
    this.#isSignedIn = isSignedIn;
    this.show();
  }

  /** In the language that is spoken now. */
  show(): void {
    const { developerTools } = this.#options;
    const isMac = process.platform === 'darwin';
    const template: MenuItemConstructorOptions[] = [
      ...(isMac ? [this.#macMenu()] : []),
      { label: t('menu.file'), submenu: this.#fileItems(isMac) },
      { label: t('menu.edit'), submenu: editItems() },
      { label: t('menu.view'), submenu: [this.#goTo(), separator, ...viewItems(developerTools)] },
      { label: t('menu.window'), role: 'window', submenu: windowItems(isMac) },
      { label: t('menu.help'), role: 'help', submenu: this.#helpItems(isMac) },
    ];
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  #command(
    id: MenuCommand,
    label: 'shortcut.palette' | 'menu.settings' | 'nav.new' | 'shortcuts.title',
    accelerator: string,
  ): MenuItemConstructorOptions {
    return {
      id,
      label: t(label),
      accelerator,
      // The page has these keys, and knows when a dialog wants them for itself.
      registerAccelerator: false,
      enabled: this.#isSignedIn,
      click: () => {
        this.#options.choose(id);
      },
    };
  }

  #goTo(): MenuItemConstructorOptions {
    return this.#command('palette', 'shortcut.palette', 'CommandOrControl+K');
  }

  #settings(): MenuItemConstructorOptions {
    return this.#command('settings', 'menu.settings', 'CommandOrControl+,');
  }

  /** Not the role: a person is asked first while others need what is hosted here. */
  #quit(): MenuItemConstructorOptions {
    const { quit: click } = this.#options;
    return { id: 'quit', label: t('menu.quitApp'), accelerator: 'CommandOrControl+Q', click };
  }

  #macMenu(): MenuItemConstructorOptions {
    const own = [this.#settings(), separator];
    return { label: t('app.name'), submenu: macItems(own, this.#quit()) };
  }

  #fileItems(isMac: boolean): MenuItemConstructorOptions[] {
    const items = [this.#command('new', 'nav.new', 'CommandOrControl+N')];
    if (!isMac) items.push(separator, this.#settings(), separator, this.#quit());
    return items;
  }

  #helpItems(isMac: boolean): MenuItemConstructorOptions[] {
    const items: MenuItemConstructorOptions[] = [
      this.#command('shortcuts', 'shortcuts.title', 'CommandOrControl+/'),
      { id: 'logs', label: t('menu.logs'), click: this.#options.openLogs },
    ];
    if (!isMac) items.push(separator, { id: 'about', role: 'about', label: t('menu.about') });
    return items;
  }
}

function macItems(
  own: MenuItemConstructorOptions[],
  quit: MenuItemConstructorOptions,
): MenuItemConstructorOptions[] {
  return [
    { role: 'about', label: t('menu.about') },
    separator,
    ...own,
    { role: 'services', label: t('menu.services') },
    separator,
    { role: 'hide', label: t('menu.hide') },
    { role: 'hideOthers', label: t('menu.hideOthers') },
    { role: 'unhide', label: t('menu.unhide') },
    separator,
    quit,
  ];
}

function editItems(): MenuItemConstructorOptions[] {
  return [
    { role: 'undo', label: t('menu.undo') },
    { role: 'redo', label: t('menu.redo') },
    separator,
    { role: 'cut', label: t('menu.cut') },
    { role: 'copy', label: t('menu.copy') },
    { role: 'paste', label: t('menu.paste') },
    { role: 'pasteAndMatchStyle', label: t('menu.pasteAsText') },
    { role: 'delete', label: t('menu.delete') },
    { role: 'selectAll', label: t('menu.selectAll') },
  ];
}

function viewItems(developerTools: boolean): MenuItemConstructorOptions[] {
  const items: MenuItemConstructorOptions[] = [
    { role: 'resetZoom', label: t('menu.actualSize') },
    { role: 'zoomIn', label: t('menu.zoomIn') },
    { role: 'zoomOut', label: t('menu.zoomOut') },
    separator,
    { role: 'togglefullscreen', label: t('menu.fullScreen') },
  ];
  if (developerTools) {
    items.push(
      { role: 'reload', label: t('menu.reload') },
      { role: 'toggleDevTools', label: t('menu.developerTools') },
    );
  }
  return items;
}

function windowItems(isMac: boolean): MenuItemConstructorOptions[] {
  const items: MenuItemConstructorOptions[] = [
    { role: 'minimize', label: t('menu.minimise') },
    { role: 'zoom', label: t('menu.zoomWindow') },
  ];
  if (isMac) items.push(separator, { role: 'front', label: t('menu.front') });
  else items.push({ role: 'close', label: t('menu.closeWindow') });
  return items;
}
