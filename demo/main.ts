/**
 * `npm run demo`: a server with a team and its week, and the app on it. `--no-app` leaves the app
 * out, `--port NUMBER` says where to listen.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createInvite } from '#protocol/server.ts';
import { DemoServer } from './demo-server.ts';
import { demoPassword, fillDemo } from './fill.ts';
import { MovableClock } from './movable-clock.ts';

const { values } = parseArgs({
  options: {
    'no-app': { type: 'boolean', default: false },
    port: { type: 'string', default: '8100' },
  },
});
const port = Number(values.port);

/** Answers the link that leads into the server. */
async function writeWeek(data: string): Promise<string> {
  const clock = new MovableClock();
  const { FUTURE_TALK_NODE: node, ...environment } = clock.environment();
  const server = await DemoServer.start({ data, port, node, environment });
  try {
    const demo = await fillDemo({ url: server.url, clock });
    const { link } = await demo.client('anna').call(createInvite, { body: {} });
    await demo.end();
    return link;
  } finally {
    await server.stop();
    clock.remove();
  }
}

/** Answers once the app is closed; false where it could not be opened. */
async function openApp(profile: string, link: string): Promise<boolean> {
  const app = spawn(
    process.execPath,
    [path.resolve('scripts/start.mjs'), `--user-data-dir=${profile}`, link],
    { stdio: 'inherit' },
  );
  const [code] = (await once(app, 'close')) as [number | null];
  return code === 0;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'future-talk-demo-'));
  const data = path.join(folder, 'data');
  let server: DemoServer | undefined;
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  try {
    console.log('Writing a week in a workshop…');
    const link = await writeWeek(data);
    server = await DemoServer.start({ data, port });
    console.log(`
The demo's server listens on ${server.url} until Ctrl-C.
Sign in as  anna  with the password  ${demoPassword}  (or as ben, chidi, jose, ming …).
Another window:  npm start -- --user-data-dir=FOLDER '${link}'
`);
    const isOver = values['no-app']
      ? false
      : await Promise.race([
          openApp(path.join(folder, 'profile'), link),
          interrupted.then(() => true),
        ]);
    if (!isOver) await interrupted;
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
