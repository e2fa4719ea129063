import { spawn } from 'node:child_process';
import { chmod, copyFile, rename } from 'node:fs/promises';

/** Waits for the process that $0 names to end, then becomes the program that is given. */
const startAfterwards = 'while kill -0 "$0" 2>/dev/null; do sleep 0.1; done; exec "$@"';

/** Puts a new AppImage where one lies that may be running: that one is whole until the new one has its name. */
export async function replaceAppImage(image: string, file: string): Promise<void> {
  const arriving = `${image}.new`;
  await copyFile(file, arriving);
  await chmod(arriving, 0o755);
  await rename(arriving, image);
}

/**
 * Starts a program as soon as this process has ended. Electron's own relaunch waits in a program that lies inside the
 * mounted AppImage, and goes with it.
 */
export function startOnceEnded(program: string, programArguments: readonly string[]): void {
  const command = ['-c', startAfterwards, String(process.pid), program, ...programArguments];
  spawn('/bin/sh', command, { detached: true, stdio: 'ignore' }).unref();
}
