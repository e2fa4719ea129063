import path from 'node:path';
import { app, dialog } from 'electron';

/** Null when the person chose no file. */
export async function askWhereToSave(suggestedName: string): Promise<string | null> {
  const defaultPath = path.join(app.getPath('downloads'), suggestedName);
  const { filePath } = await dialog.showSaveDialog({ defaultPath });
  return filePath || null;
}
