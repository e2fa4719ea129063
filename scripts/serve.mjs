/**
 * Runs the server alone, in this very process, so that signals and standard output are its own.
 * Nothing is printed before it: with `--json` its first line is read by programs.
 */
import { pathToFileURL } from 'node:url';
import { buildGuestPage, buildServer } from './build.mjs';
import { followNpm } from './follow-npm.mjs';
import { serverEntry } from './project.mjs';

followNpm();
try {
  await buildServer();
  await buildGuestPage();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
// The server may ask whether it is the program that was started; it is.
process.argv[1] = serverEntry;
await import(pathToFileURL(serverEntry).href);
