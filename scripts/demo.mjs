/**
 * `npm run demo`: see demo/main.ts, to which the arguments go.
 */
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildServer } from './build.mjs';
import { followNpm } from './follow-npm.mjs';
import { projectRoot } from './project.mjs';
import { runInForeground } from './run-command.mjs';

/** @returns {Promise<string>} the built program */
async function buildDemo() {
  const outdir = path.join(projectRoot, 'out/demo');
  await build({
    absWorkingDir: projectRoot,
    entryPoints: ['demo/main.ts'],
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  copyFileSync(
    path.join(projectRoot, 'demo/movable-clock.cjs'),
    path.join(outdir, 'movable-clock.cjs'),
  );
  return path.join(outdir, 'main.js');
}

followNpm();
try {
  process.chdir(projectRoot);
  await buildServer();
  const program = await buildDemo();
  process.exitCode = await runInForeground(
    process.execPath,
    [program, ...process.argv.slice(2)],
    process.env,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
