import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Runs what a thread of a server that runs from its source is to run.
 * @param {string} source the module's URL, ending in `NAME.ts`
 */
export async function loadThread(source) {
  const folder = process.env.FUTURE_TALK_BUILT_THREADS;
  if (folder !== undefined) {
    // Tests start threads by the hundred: each would take longer to read its source than to do its work.
    const built = path.join(folder, `${path.basename(fileURLToPath(source), '.ts')}.js`);
    await import(pathToFileURL(built).href);
    return;
  }
  // A thread does not inherit the loader that runs TypeScript for tests and development.
  const { register } = await import('tsx/esm/api');
  register();
  await import(source);
}
