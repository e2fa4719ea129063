/** vitest calls it before a server is started from its source: the server's threads are built ones, of the same source. */
import path from 'node:path';
import { buildServer } from './build.mjs';
import { projectRoot } from './project.mjs';

export async function setup() {
  await buildServer();
  process.env.FUTURE_TALK_BUILT_THREADS = path.join(projectRoot, 'out/server');
}
