import { once } from 'node:events';
import { chmodSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../support/commands.ts';
import { databaseFileIn, storedKey, withDatabase } from '../../support/database-file.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { contentsOf } from '../../support/stored-bytes.ts';

interface Finding {
  check: string;
  severity: string;
  says: string;
  todo?: string;
}

interface Told {
  code: number | null;
  findings: Finding[];
}

async function doctor(...words: string[]): Promise<Told> {
  const quiet = ['--no-announce', '--json'];
  const { code, stdout, stderr } = await runCommand(['doctor', ...words, ...quiet]);
  expect(stderr).toBe('');
  return { code, ...(JSON.parse(stdout) as { findings: Finding[] }) };
}

function of(told: Told, check: string, severity: string): string {
  return told.findings
    .filter((each) => each.check === check && each.severity === severity)
    .map(({ says, todo = '' }) => `${says}. ${todo}`)
    .join('\n');
}

/** A data folder that a server has used. */
async function usedFolder(): Promise<string> {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  await server.process.stop();
  return folder;
}

it('finds nothing wrong where nothing is, beside a server or without, and changes nothing', async () => {
  const folder = folderForTest();
  const server = await listeningServer(folder);
  const beside = await doctor('--data', folder);
  expect(beside.code).toBe(0);
  expect(of(beside, 'port', 'ok')).toContain(`port ${new URL(server.url).port}`);
  expect(of(beside, 'database', 'ok')).toMatch(/opens the database[^]*of this version[^]*is whole/);
  await server.process.stop();
  const before = contentsOf(folder);
  const alone = await doctor('--data', folder, '--port', '0');
  expect(alone.findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
  expect(contentsOf(folder)).toEqual(before);
});

it('names who has the port', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    taken.close();
  });
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const told = await doctor('--data', folderForTest(), '--port', String(port));
  expect(told.code).toBe(2);
  const said = of(told, 'port', 'problem');
  expect(said).toMatch(/in use by another program.*Stop that program, or choose another/);
  if (process.platform === 'linux') expect(said).toContain(`(process ${String(process.pid)})`);
});

it('says what is wrong with the key, the database, the clock and the environment', async () => {
  const folder = await usedFolder();
  const at = ['--data', folder, '--port', '0'];
  const keyFile = join(folder, 'database.key');
  const key = readFileSync(keyFile, 'utf8');
  if (process.platform !== 'win32') {
    chmodSync(keyFile, 0o644);
    const open = await doctor(...at);
    expect(of(open, 'database', 'warning')).toContain(`chmod 600 ${keyFile}`);
    expect(open.code).toBe(0);
  }
  const nextYear = Date.now() / 1000 + 31_536_000;
  utimesSync(keyFile, nextYear, nextYear);
  expect(of(await doctor(...at), 'clock', 'warning')).toMatch(/database\.key was written at/);
  writeFileSync(keyFile, `${'5a'.repeat(32)}\n`);
  const wrong = await doctor(...at);
  expect(of(wrong, 'database', 'problem')).toMatch(/does not open.*right key file back/);
  expect(wrong.code).toBe(2);
  writeFileSync(keyFile, key);

  const bytes = readFileSync(databaseFileIn(folder));
  const damaged = Buffer.from(bytes);
  damaged.writeUInt8(damaged.readUInt8(4096 * 20 + 100) ^ 1, 4096 * 20 + 100);
  writeFileSync(databaseFileIn(folder), damaged);
  const found = await doctor(...at);
  expect(of(found, 'database', 'problem')).toMatch(/1 pages: 21\).*Restore a backup/);
  writeFileSync(databaseFileIn(folder), bytes);
  withDatabase(folder, storedKey(folder), (database) => database.pragma('user_version=4711'));
  expect(of(await doctor(...at), 'database', 'problem')).toMatch(/newer version/);
});

it('says what is wrong with a certificate, and refuses what a start would refuse', async () => {
  const folder = folderForTest();
  writeFileSync(join(folder, 'cert.pem'), 'nothing');
  const files = ['--tls-cert', join(folder, 'cert.pem'), '--tls-key', join(folder, 'cert.pem')];
  const told = await doctor('--data', folder, '--port', '0', ...files);
  expect(of(told, 'certificate', 'problem')).toMatch(/are not a certificate and its key/);
  const refused = await runCommand(['doctor', '--data', folder, '--port', 'x']);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
});
