import { Menu } from 'electron';
import type { BrowserWindow } from 'electron';
import { t } from '../language/texts.ts';
import { spellingItems } from './spelling-menu.ts';

/** Spelling, cut, copy and paste on a right click, as every program of the desktop has them. */
export function attachContextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, parameters) => {
    const { editFlags, isEditable, selectionText } = parameters;
    const items = spellingItems(window.webContents, parameters);
    if (isEditable) {
      items.push(
        { role: 'undo', label: t('menu.undo'), enabled: editFlags.canUndo },
        { role: 'redo', label: t('menu.redo'), enabled: editFlags.canRedo },
        { type: 'separator' },
        { role: 'cut', label: t('menu.cut'), enabled: editFlags.canCut },
      );
    }
    if (isEditable || selectionText !== '') {
      items.push({ role: 'copy', label: t('menu.copy'), enabled: editFlags.canCopy });
    }
    if (isEditable) {
      items.push(
        { role: 'paste', label: t('menu.paste'), enabled: editFlags.canPaste },
        { role: 'selectAll', label: t('menu.selectAll') },
      );
    }
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
}
