import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../../support/commands.ts';
import { signUp } from '../../support/rest.ts';
import { folderForTest, ServerProcess } from '../../support/server-process.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { freePort } from '../client/support/fragile-network.ts';
import { moveLink, saysLine } from './support.ts';

/** Waits until a program has said that, on standard output. */
async function says(program: ServerProcess, sentence: RegExp): Promise<void> {
  const ended = program.ended.then(({ stderr }) => {
    throw new Error(`it ended before it said ${String(sentence)}: ${stderr}`);
  });
  ended.catch(() => undefined);
  while (!sentence.test(program.stdout)) await Promise.race([ended, program.heard()]);
}

async function placeOf() {
  const [data, port] = [join(folderForTest(), 'data'), String(await freePort())];
  return { data, port, place: ['--data', data, '--port', port] };
}

it('who takes over on a terminal reads how far it is, and both that the server is there', async () => {
  const folder = folderForTest();
  const options = ['--name', 'The team', '--data', folder, '--port', '0'];
  const old = ServerProcess.launch({ options });
  await says(old, /^The team is ready at http:.*Press Ctrl\+C to stop\.\n$/);
  const offered = await runCommand(['move', '--data', folder]);
  const { place, port } = await placeOf();
  const successor = ServerProcess.launch({
    options: ['take-over', ...place],
    input: offered.stdout,
  });
  await says(successor, /ready at/);
  expect(successor.stdout).toMatch(
    /^Copying\nThe last of it\nThe team is on this computer now\.\nThe team is ready at http:/,
  );
  await says(old, new RegExp(`The server has moved to 127\\.0\\.0\\.1:${port}\\. This computer`));
});

it('who stands by reads once that the copy follows and once that nobody answers; its parent ends it', async () => {
  const server = await startServerForTest();
  const admin = await signUp(server.url, 'host');
  const { data, place } = await placeOf();
  const key = randomBytes(32).toString('hex');
  const standby = ServerProcess.launch({
    options: ['stand-by', '--key-stdin', ...place, '--every', '1'],
    input: `${key}\n${await moveLink(admin)}\n`,
  });
  await says(standby, /follows/);
  await server.close();
  await says(standby, /does not answer/);
  standby.child.stdin?.end();
  const { code, stdout, stderr } = await standby.ended;
  expect(stdout).toMatch(
    /^The copy is as of [\d-]+T[\d:.]+Z, and follows\.\nThe other computer does not answer; the copy is as of [\d-]+T[\d:.]+Z\.\n$/,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // The key is the parent's alone.
  expect(existsSync(join(`${data}.arriving`, 'database.key'))).toBe(false);
  const successor = ServerProcess.launch({
    options: ['take-over', '--from-standby', '--alone', '--json', '--key-stdin', ...place],
    input: `${key}\n`,
  });
  await saysLine(successor, 'listening');
});
