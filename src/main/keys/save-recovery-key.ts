import path from 'node:path';
import { app, dialog } from 'electron';
import { t } from '../language/texts.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';

/** Asks where to; false when the person chose no file. The file is readable by its owner only. */
export async function saveRecoveryKey(recoveryKey: string): Promise<boolean> {
  const { filePath } = await dialog.showSaveDialog({
    defaultPath: path.join(app.getPath('documents'), `${t('dialog.recoveryKeyFile')}.txt`),
    filters: [{ name: t('dialog.textFiles'), extensions: ['txt'] }],
  });
  if (!filePath) return false;
  await writeFileAtomically(filePath, `${recoveryKey}\n`);
  return true;
}
