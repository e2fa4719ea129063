import { spawn } from 'node:child_process';
import { chmod, copyFile, open, rename, rm } from 'node:fs/promises';
import { isInviteLink } from '#protocol/invite-link.ts';
import { hiddenFlag } from '../system/hidden-flag.ts';

/** Waits for the process that $0 names to end, then becomes the program that is given. */
const startAfterwards = 'while kill -0 "$0" 2>/dev/null; do sleep 0.1; done; exec "$@"';

/** Puts a new AppImage where one lies that may be running: that one is whole until the new one has its name. */
export async function replaceAppImage(image: string, file: string): Promise<void> {
  const arriving = `${image}.new`;
  try {
    await copyFile(file, arriving);
    await chmod(arriving, 0o755);
    await flush(arriving);
    await rename(arriving, image);
  } catch (error) {
    await rm(arriving, { force: true });
    throw error;
  }
}

/** A loss of power would otherwise leave an empty file with the new one's name. */
async function flush(file: string): Promise<void> {
  const handle = await open(file);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * What the next start gets of this one's arguments: a person sees it happen, whoever began this one, and a link that was
 * clicked has been opened.
 */
export function argumentsAnew(programArguments: readonly string[]): string[] {
  return programArguments.filter((each) => each !== hiddenFlag && !isInviteLink(each));
}

/**
 * Starts a program as soon as this process has ended. Electron's own relaunch waits in a program that lies inside the
 * mounted AppImage, and goes with it.
 */
export function startOnceEnded(program: string, programArguments: readonly string[]): void {
  const command = ['-c', startAfterwards, String(process.pid), program, ...programArguments];
  spawn('/bin/sh', command, { detached: true, stdio: 'ignore' }).unref();
}
