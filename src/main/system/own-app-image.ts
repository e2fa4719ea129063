import { realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The AppImage that this program came out of; null where it came out of none. Whatever an AppImage starts inherits what
 * its own start has set: a terminal that is one does not make an installed app an AppImage, nor is it the one to replace.
 */
export function ownAppImage(environment: NodeJS.ProcessEnv, program: string): string | null {
  const { APPIMAGE, APPDIR } = environment;
  if (APPIMAGE === undefined || APPDIR === undefined) return null;
  const folder = resolved(APPDIR);
  return folder !== null && program.startsWith(folder + path.sep) ? APPIMAGE : null;
}

/** A program knows itself by where it really lies; null for a folder that is gone. */
function resolved(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
