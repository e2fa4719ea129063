import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../support/commands.ts';
import { folderForTest, listeningServer, serverEntry } from '../../support/server-process.ts';
import { eventually } from '../../support/eventually.ts';

const units = ['future-talk-server.service', 'future-talk-standby.service'];

/** Stands for systemd: hears datagrams on a Unix socket, which Node cannot. */
const listener = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('listening', flush=True)
while True:
    print(s.recv(4096).decode().replace(chr(10), ' '), flush=True)
`;

async function listen(): Promise<{ socket: string; heard: () => string[] }> {
  const socket = path.join(folderForTest(), 'notify');
  const child = spawn('python3', ['-c', listener, socket]);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let text = '';
  child.stdout.on('data', (more: Buffer) => (text += more.toString()));
  const heard = () => text.split('\n').slice(0, -1);
  await eventually(() => {
    expect(heard()).toEqual(['listening']);
  });
  return { socket, heard };
}

it('tells systemd that it serves, that it lives, and that it stops', async () => {
  const { socket, heard } = await listen();
  const folder = folderForTest();
  const environment = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '600000' };
  const { process: server, url } = await listeningServer(folder, { environment });
  const count = (word: string) => heard().filter((line) => line.includes(word)).length;
  await eventually(() => {
    expect(heard()[1]).toBe(`READY=1 STATUS=Serving on port ${new URL(url).port}`);
    expect(count('WATCHDOG=1')).toBeGreaterThan(2);
  });
  expect((await runCommand(['status', '--data', folder])).code).toBe(0);
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
  expect(heard().at(-1)).toMatch(/^(BARRIER=1|STOPPING=1 .*)$/);
  expect(count('STOPPING=1')).toBe(1);
  expect((await runCommand(['status', '--data', folder])).code).toBe(1);
});

it.each(units)('%s is one that systemd understands, and leaves its program little', (unit) => {
  const folder = folderForTest();
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  chmodSync(serverEntry, 0o755);
  symlinkSync(serverEntry, path.join(bin, 'future-talk-server'));
  const file = path.join(folder, unit);
  const content = readFileSync(path.resolve('deploy', unit), 'utf8');
  writeFileSync(file, content.replace('ExecStart=', `ExecStart=${bin}/`));
  const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
  expect({ status: verified.status, said: verified.stderr }).toEqual({ status: 0, said: '' });
  const security = ['security', '--offline=true', '--threshold=20', file];
  expect(execFileSync('systemd-analyze', security, { encoding: 'utf8' })).toContain(
    'Overall exposure level',
  );
});
