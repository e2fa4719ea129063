import { execFileSync } from 'node:child_process';
import packageFile from '../../../package.json' with { type: 'json' };
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findServerProgram,
  serverArguments,
  serverEnvironment,
} from '../../../src/main/hosting/server-command.ts';
import { launchServer, sentenceOf } from '../../../src/main/hosting/server-process.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

/** Runs a few lines of a program in the server's place. */
async function launchProgram(lines: string) {
  const file = path.join(await makeTemporaryFolder(), 'program.mjs');
  await writeFile(file, lines);
  const log = new RememberingLog();
  const databaseKey = 'ab'.repeat(32);
  const launch = { node: process.execPath, arguments: [file], environment: process.env };
  return { log, started: launchServer({ ...launch, databaseKey, log }) };
}

const listens = `console.log(JSON.stringify({ event: 'listening', url: 'http://0.0.0.0:8000', data: 'd', identity: 'key' }));`;

describe('the server process', () => {
  it('gets the key on its standard input and is stopped gently', async () => {
    const { started, log } = await launchProgram(`
      process.stdin.once('data', (key) => {
        console.error(JSON.stringify({ level: 30, msg: 'key of ' + String(key).trim().length }));
        ${listens}
        process.stdin.once('data', (reason) => {
          console.error('goodbye: ' + reason);
          process.exit(0);
        });
      });
    `);
    const server = await started;
    expect(server).toMatchObject({ url: 'http://0.0.0.0:8000', identity: 'key' });
    await server.stop('leaving');
    expect(await server.ended).toBe('goodbye: leaving');
    expect(log.lines.some((line) => line.includes('key of 64'))).toBe(true);
  });

  it('sees the end of its standard input when the app is gone', async () => {
    const { started } = await launchProgram(`
      process.on('SIGTERM', () => {});
      process.stdin.resume().on('end', () => { console.error('alone'); process.exit(0); });
      ${listens}
    `);
    const server = await started;
    await server.stop('leaving');
    expect(await server.ended).toBe('alone');
  });

  it.each([
    [
      `console.error('The port 8000 is in use by another program'); process.exit(1);`,
      { message: 'The port 8000 is in use by another program', portInUse: true },
    ],
    [
      `console.error('Another server is using the data folder /x'); process.exit(1);`,
      { portInUse: false, dataFolderInUse: true },
    ],
    [`process.exit(3);`, { message: 'The server ended without saying why', portInUse: false }],
    [
      `console.log('hello'); setInterval(() => {}, 1000);`,
      { message: 'The server did not say where it listens' },
    ],
  ])('that does not come to listen says why: %s', async (lines, failure) => {
    const { started } = await launchProgram(lines);
    await expect(started).rejects.toMatchObject(failure);
  });

  it('whose Node is missing fails with a sentence', async () => {
    const started = launchServer({
      node: '/nowhere/node',
      arguments: [],
      environment: {},
      databaseKey: '',
      log: new RememberingLog(),
    });
    await expect(started).rejects.toThrow(/^The server program could not be started/);
  });
});

describe('the command that starts it', () => {
  const place = {
    packaged: false,
    resourcesFolder: '/opt/app/resources',
    appFolder: '/opt/app/resources/app.asar',
    environment: { FUTURE_TALK_NODE: '/usr/bin/node' },
    platform: 'linux' as const,
  };

  it("runs npm's Node in development and the bundled one in a package", () => {
    expect(findServerProgram({ ...place, appFolder: '/src' })).toEqual({
      node: '/usr/bin/node',
      entry: '/src/out/server/main.js',
    });
    expect(findServerProgram({ ...place, packaged: true })).toEqual({
      node: '/opt/app/resources/node/bin/node',
      entry: '/opt/app/resources/server/main.js',
    });
    expect(findServerProgram({ ...place, environment: {} }).node).toBeNull();
  });

  it('takes a name that looks like an option for a name', () => {
    const options = {
      name: '--key',
      audience: 'invited' as const,
      guests: true,
      port: 1,
      dataFolder: '/d',
    };
    const given = serverArguments('/main.js', options);
    expect(given).toContain('--name=--key');
    expect(given.slice(given.indexOf('--registration')).slice(0, 2)).toEqual([
      '--registration',
      'invite',
    ]);
  });

  it('is started with short pauses, by hand too', () => {
    const options = {
      name: 'n',
      audience: 'invited' as const,
      guests: true,
      port: 1,
      dataFolder: '/d',
    };
    const given = serverArguments('/main.js', options);
    const toNode = given.slice(0, given.indexOf('/main.js'));
    const limit = '--max-semi-space-size=4';
    expect(toNode).toEqual([limit]);
    expect(execFileSync(process.execPath, [...toNode, '-p', '1']).toString()).toBe('1\n');
    expect(packageFile.scripts.serve.split(' ')).toContain(limit);
    const [firstLine = ''] = readFileSync('server/main.ts', 'utf8').split('\n');
    expect(firstLine.split(' ')).toContain(limit);
  });

  it("leaves Electron's variables behind", () => {
    const environment = { PATH: '/bin', ELECTRON_RUN_AS_NODE: '1', electron_no_asar: '1' };
    expect(serverEnvironment(environment)).toEqual({ PATH: '/bin' });
  });
});

describe("a line of the server's log", () => {
  it.each([
    ['{"level":50,"msg":"disk full"}', 'disk full'],
    ['plain words ', 'plain words'],
    ['   ', null],
    ['{"level":50}', '{"level":50}'],
  ])('%s says %s', (line, sentence) => {
    expect(sentenceOf(line)).toBe(sentence);
  });
});
