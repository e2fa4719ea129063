import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { certificateCheck } from '#server/doctor/certificate-check.ts';
import { clockCheck } from '#server/doctor/clock-check.ts';
import { diskCheck } from '#server/doctor/disk-check.ts';
import { keyCheck } from '#server/doctor/key-check.ts';
import { multicastCheck } from '#server/doctor/multicast-check.ts';
import { programCheck } from '#server/doctor/program-check.ts';
import { writeCertificate } from '../../../integration/sealed/support/test-certificate.ts';
import { folderForTest } from '../../../support/server-process.ts';
import { found, told } from './support/context.ts';

afterEach(() => {
  vi.useRealTimers();
});

const mebibyte = 1_048_576;
const roomOf = (mebibytes: number) => ({ bavail: mebibytes, bsize: mebibyte });

it.each([
  ['linux', { type: 0x6969 }, /problem: The data is on a network disk or the like \(NFS\)/],
  ['linux', { type: 0xff534d42 }, /problem: The data is on a network disk or the like \(CIFS\)/],
  ['linux', { type: 0x01021994 }, /warning: The data is in memory \(tmpfs\)/],
  ['linux', { files: 10_000, ffree: 999 }, /problem: The disk has room for only 999 more files/],
  ['linux', { files: 10_000, ffree: 1_000, ...roomOf(2_000) }, /^ok: The disk has 2000 MiB/],
  ['linux', { files: 0, ffree: 0, ...roomOf(1_024) }, /^ok: The disk has 1024 MiB of room/],
  ['linux', { files: 0, ...roomOf(1_023) }, /^warning: The disk has 1023 MiB of room/],
  ['linux', { files: 0, ...roomOf(127) }, /^problem: The disk has 127 MiB of room/],
] as const)('on %s a disk of %j', async (platform, disk, expected) => {
  const options = ['--data', folderForTest()];
  expect(told(await found(diskCheck, { options, platform, disk }))).toMatch(expected);
});

it('asks for the kind of a disk on Linux alone', async () => {
  const options = ['--data', folderForTest()];
  const seen = { options, platform: 'darwin', disk: { type: 0x6969 } } as const;
  expect(told(await found(diskCheck, seen))).not.toContain('network disk');
});

it('looks for room where the data folder is to be made', async () => {
  const options = ['--data', join(folderForTest(), 'not', 'yet')];
  const findings = await found(diskCheck, { options, disk: { files: 0, ...roomOf(5_000) } });
  expect(told(findings)).toMatch(
    /^note: The data folder .* is not there yet.*\nok: The disk has 5000/,
  );
});

it('says of a data folder that is a file that it cannot be written', async () => {
  const file = join(folderForTest(), 'file');
  writeFileSync(file, '');
  const findings = told(await found(diskCheck, { options: ['--data', file] }));
  expect(findings).toMatch(/problem: The data folder .* cannot be written \((ENOTDIR|ENOENT)\)/);
});

it('believes no clock from before there was this program, nor one that files contradict', async () => {
  const folder = folderForTest();
  const options = ['--data', folder];
  expect(told(await found(clockCheck, { options }))).toMatch(/^ok: The clock says /);
  const nowhere = { options: ['--data', join(folder, 'missing')] };
  expect(told(await found(clockCheck, nowhere))).toMatch(/^ok: The clock says /);
  writeFileSync(join(folder, 'written'), '');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 600_000 });
  expect(told(await found(clockCheck, { options }))).toMatch(/^warning: .*but written was written/);
  vi.setSystemTime(Date.UTC(2001, 0, 1));
  expect(told(await found(clockCheck, { options }))).toMatch(/^warning: .*2001-.*which is past/);
});

it.each([
  ['2030-01-01', /^ok: The certificate is good until/],
  ['2126-10-20', /^warning: The certificate is good until.*Renew it/],
  ['2126-11-01', /^problem: The certificate was good until.*Renew it/],
])('says on %s for how long a certificate is good', async (day, expected) => {
  const { certFile, keyFile } = writeCertificate(folderForTest());
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(day) });
  const options = ['--tls-cert', certFile, '--tls-key', keyFile];
  expect(told(await found(certificateCheck, { options }))).toMatch(expected);
});

it('says that a certificate cannot be read, and nothing where there is none', async () => {
  const options = ['--tls-cert', 'none.pem', '--tls-key', 'none.pem'];
  expect(told(await found(certificateCheck, { options }))).toMatch(
    /^problem: none\.pem cannot be read/,
  );
  expect(await found(certificateCheck)).toEqual([]);
});

it.each([
  ['--passphrase-file', /passphrase\.salt is missing/],
  ['--recovery-key-file', /problem: .*Give the key that it was closed with/],
] as const)('warns of a secret under %s that others can read', async (option, expected) => {
  const folder = folderForTest();
  writeFileSync(join(folder, 'future-talk.db'), 'sealed');
  const secret = join(folder, 'secret');
  const options = ['--data', folder, option, secret];
  const missing = told(await found(keyCheck, { options }));
  expect(missing).toMatch(/^problem: .* file .*secret cannot be read/);
  writeFileSync(secret, 'a secret\n');
  if (process.platform !== 'win32') {
    chmodSync(secret, 0o600);
    expect(told(await found(keyCheck, { options }))).not.toContain('Others on this computer');
    chmodSync(secret, 0o644);
  }
  const open = told(await found(keyCheck, { options }));
  expect(open).toContain(`warning: Others on this computer can read ${secret}`);
  expect(open).toMatch(expected);
  // There, a file's mode says nothing of who can read it.
  const onWindows = await found(keyCheck, { options, platform: 'win32' });
  expect(told(onWindows)).not.toContain('Others on this computer');
});

it('takes the key from standard input as a server would, and looks for the recovery key', async () => {
  const folder = folderForTest();
  const options = ['--data', folder, '--key-stdin'];
  expect(told(await found(keyCheck, { options }))).toMatch(/^note: There is no database yet/);
  writeFileSync(join(folder, 'future-talk.db'), 'sealed');
  const without = told(await found(keyCheck, { options, keyLine: 'no key' }));
  expect(without).toMatch(
    /^problem: Standard input does not hold a key.*\nnote: There is no recovery/,
  );
  writeFileSync(join(folder, 'recovery.json'), '{}');
  expect(told(await found(keyCheck, { options }))).toMatch(/\nok: There is a recovery key/);
});

it('names variables that are no settings, and the configuration', async () => {
  const seen = { unknownVariables: ['FUTURE_TALK_PROT'], configFile: '/srv/chat/server.toml' };
  const findings = told(await found(programCheck, seen));
  expect(findings).toMatch(/^ok: Node \S+, configuration in \/srv\/chat\/server\.toml/);
  expect(findings).toMatch(/\nok: uWebSockets\.js loads/);
  expect(findings).toMatch(/\nwarning: The environment has FUTURE_TALK_PROT, which is no setting/);
});

it('announces nothing that is to be found by nobody', async () => {
  const quiet = await found(multicastCheck, { options: ['--no-announce'] });
  expect(told(quiet)).toMatch(/^ok: The server is not to be announced/);
  expect(told(await found(multicastCheck))).toMatch(/^note: There is no network to announce/);
});
