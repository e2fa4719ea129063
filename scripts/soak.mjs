/**
 * Builds the server if its sources have changed, then lets a team work on it for an hour, or minutes:
 * `soak.mjs [--quick | --trial] [--docs]`; `--trial` for seconds, to see that it works. `--docs` puts what was counted into docs/reliability.md.
 */
import { buildServer } from './build.mjs';
import { projectRoot } from './project.mjs';
import { writeReliabilityPage } from './reliability-page.mjs';
import { runInForeground } from './run-command.mjs';

process.chdir(projectRoot);
await buildServer();
const own = process.argv.slice(2);
const soak = ['--import', 'tsx', 'bench/soak/run.ts', ...own.filter((arg) => arg !== '--docs')];
process.exitCode = await runInForeground(process.execPath, soak, process.env);
if (process.exitCode === 0 && own.includes('--docs')) {
  await writeReliabilityPage({ folder: 'test-results/soak', command: 'npm run soak' });
}
