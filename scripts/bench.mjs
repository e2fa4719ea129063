/** Builds the server if its sources have changed, then measures it; `bench.mjs --help` tells how. */
import { spawn } from 'node:child_process';
import { buildServer } from './build.mjs';
import { projectRoot } from './project.mjs';

if (!process.argv.includes('--help')) await buildServer();
const child = spawn(
  process.execPath,
  ['--import', 'tsx', 'bench/run.ts', ...process.argv.slice(2)],
  { cwd: projectRoot, stdio: 'inherit' },
);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
