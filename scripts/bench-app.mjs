/**
 * Builds what has changed, then measures the app beside an empty window, on a desktop of its own;
 * `bench-app.mjs --help` tells how.
 */
import path from 'node:path';
import { buildApp, buildServer } from './build.mjs';
import { findElectron } from './electron-binary.mjs';
import { ensureLinuxPrerequisites } from './linux-prerequisites.mjs';
import { projectRoot } from './project.mjs';
import { runInForeground } from './run-command.mjs';

const bench = [process.execPath, '--import', 'tsx', 'bench/app/run.ts', ...process.argv.slice(2)];
process.chdir(projectRoot);
if (process.argv.includes('--help')) {
  const [node = '', ...words] = bench;
  process.exit(await runInForeground(node, words, process.env));
}
if (process.platform !== 'linux') {
  console.error("The app's memory is read from /proc: npm run bench:app runs on Linux only.");
  process.exit(2);
}
const electron = await findElectron();
await ensureLinuxPrerequisites({ electron, forTests: true });
await buildServer();
await buildApp();
const desktop = path.join(projectRoot, 'scripts/desktop-session.mjs');
process.exitCode = await runInForeground(process.execPath, [desktop, ...bench], {
  ...process.env,
  FUTURE_TALK_ELECTRON: electron,
});
