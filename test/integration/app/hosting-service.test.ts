import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  serviceCommand,
  standbyServiceCommand,
} from '../../../src/main/hosting/service/service-command.ts';
import { serverService, standbyService } from '../../../src/main/hosting/service/service-files.ts';
import { serviceManager } from '../../../src/main/hosting/service/service-manager.ts';
import { launchService } from '../../../src/main/hosting/service/service-server.ts';
import { launchServer } from '../../../src/main/hosting/server-process.ts';
import { serverArguments } from '../../../src/main/hosting/server-command.ts';

const entry = path.resolve('out/server/main.js');
const databaseKey = '5a'.repeat(32);
/** Names and paths that a careless file would take apart. */
const name = 'Büro "Süd" 100% $HOME \\ <&>';
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let home: string;
let dataFolder: string;
let children: ChildProcess[];

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'future-talk service %h '));
  dataFolder = path.join(home, 'data folder');
  mkdirSync(dataFolder, { mode: 0o700 });
  children = [];
});

afterEach(async () => {
  await Promise.all(children.map(end));
  rmSync(home, { recursive: true, force: true });
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** The words of a unit's command, by systemd.syntax(7): quotes, C's escapes, doubled percent signs. */
function readExecStart(unit: string): string[] {
  const line = /^ExecStart=:(.*)$/m.exec(unit)?.[1] ?? '';
  return [...line.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([word]) =>
    (JSON.parse(word) as string).replaceAll(/%(.?)/g, (_, next: string) =>
      next === '%' ? '%' : 'what a specifier stands for',
    ),
  );
}

/** What the person's systemd does, where none runs: it starts the unit's own command, and stops it. */
function systemd(unitFile: string) {
  const calls: string[] = [];
  const run = async (program: string, words: readonly string[]) => {
    calls.push([program, ...words].join(' '));
    const verb = words[1];
    if (verb === 'restart' || verb === 'start') {
      const [node = '', ...rest] = readExecStart(readFileSync(unitFile, 'utf8'));
      children.push(spawn(node, rest, { stdio: 'ignore', env: { PATH: process.env.PATH } }));
    }
    if (verb === 'disable') await Promise.all(children.map(end));
    return '';
  };
  return { calls, run };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('hosting as a service', () => {
  it('runs the unit’s own command on the data that the app hosted, and leaves nothing behind', async () => {
    const options = {
      name,
      audience: 'anyone',
      guests: true,
      port: await freePort(),
      dataFolder,
    } as const;
    const byApp = await launchServer({
      node: process.execPath,
      arguments: serverArguments(entry, options),
      environment: process.env,
      databaseKey,
      log,
    });
    const { identity } = byApp;
    await byApp.stop('restarting');

    const unitFile = path.join(home, 'systemd/user/future-talk-server.service');
    const { calls, run } = systemd(unitFile);
    const manager = serviceManager(serverService, { XDG_CONFIG_HOME: home }, 'linux', run);
    const program = { node: process.execPath, entry };
    const command = serviceCommand(program, options, path.join(home, 'service.log'));
    const launch = { manager, command, dataFolder, databaseKey, port: options.port, identity };
    const server = await launchService(launch);
    expect(server).toMatchObject({ identity, outlivesApp: true });
    const information = await fetch(`${server.url}/api/v1/server`);
    expect(await information.json()).toMatchObject({ name, public_key: identity });
    expect(statSync(path.join(dataFolder, 'database.key')).mode & 0o777).toBe(0o600);
    expect(calls).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable future-talk-server.service',
      'systemctl --user restart future-talk-server.service',
      'loginctl enable-linger',
    ]);

    await server.stop('restarting');
    expect(existsSync(unitFile)).toBe(true);
    await server.stop('leaving');
    expect(existsSync(unitFile)).toBe(false);
    expect(existsSync(path.join(dataFolder, 'database.key'))).toBe(false);
    await expect(fetch(`${server.url}/api/v1/server`)).rejects.toThrow();
  });

  it('writes units that systemd takes', async () => {
    const options = { name, audience: 'invited', guests: true, port: 8000, dataFolder } as const;
    const program = { node: process.execPath, entry };
    const logFile = path.join(home, 'service.log');
    const commands = [
      [serverService, serviceCommand(program, options, logFile)],
      [standbyService, standbyServiceCommand(program, options, logFile)],
    ] as const;
    // systemd wants no blanks in the name of a file that it is given.
    const plain = mkdtempSync(path.join(tmpdir(), 'unit-'));
    const copies: string[] = [];
    for (const [names, command] of commands) {
      const unitFile = path.join(home, 'systemd/user', names.unit);
      const { run } = systemd(unitFile);
      await serviceManager(names, { XDG_CONFIG_HOME: home }, 'linux', run).run(command);
      const copy = path.join(plain, names.unit);
      writeFileSync(copy, readFileSync(unitFile));
      copies.push(copy);
    }
    const verified = spawnSync('systemd-analyze', ['verify', '--user', ...copies], {
      encoding: 'utf8',
      env: { ...process.env, XDG_RUNTIME_DIR: plain },
    });
    rmSync(plain, { recursive: true });
    expect(`${verified.stdout}${verified.stderr}`).not.toContain('future-talk-s');
    expect(verified.status).toBe(0);
  });
});
