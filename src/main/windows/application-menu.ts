import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { words } from '../words.ts';

/** The menu with the keyboard shortcuts that people expect; hidden where menus are in windows. */
export function setApplicationMenu(options: { developerTools: boolean; quit: () => void }): void {
  const isMac = process.platform === 'darwin';
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  if (options.developerTools) view.push({ role: 'reload' }, { role: 'toggleDevTools' });
  // Not the role: a person is asked first while others need what is hosted here.
  const quit: MenuItemConstructorOptions = {
    label: words.quit,
    accelerator: 'CommandOrControl+Q',
    click: options.quit,
  };
  const template: MenuItemConstructorOptions[] = [
    isMac ? { role: 'appMenu' } : { label: 'File', submenu: [quit] },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
