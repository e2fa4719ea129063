import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { t } from '../language/texts.ts';

const separator: MenuItemConstructorOptions = { type: 'separator' };

/**
 * The menu with the keyboard shortcuts that people expect; hidden where menus are in windows.
 * Electron's own names of the roles are English everywhere, so each has one of ours.
 */
export function setApplicationMenu(options: { developerTools: boolean; quit: () => void }): void {
  const isMac = process.platform === 'darwin';
  // Not the role: a person is asked first while others need what is hosted here.
  const quit: MenuItemConstructorOptions = {
    label: t('menu.quitApp'),
    accelerator: 'CommandOrControl+Q',
    click: options.quit,
  };
  const template: MenuItemConstructorOptions[] = [
    isMac ? macMenu(quit) : { label: t('menu.file'), submenu: [quit] },
    { label: t('menu.edit'), submenu: editItems() },
    { label: t('menu.view'), submenu: viewItems(options.developerTools) },
    { label: t('menu.window'), role: 'window', submenu: windowItems(isMac) },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function macMenu(quit: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const submenu: MenuItemConstructorOptions[] = [
    { role: 'about', label: t('menu.about') },
    separator,
    { role: 'services', label: t('menu.services') },
    separator,
    { role: 'hide', label: t('menu.hide') },
    { role: 'hideOthers', label: t('menu.hideOthers') },
    { role: 'unhide', label: t('menu.unhide') },
    separator,
    quit,
  ];
  return { label: t('app.name'), submenu };
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
