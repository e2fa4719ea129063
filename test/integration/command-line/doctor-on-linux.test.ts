import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../support/commands.ts';
import { folderForTest, serverEntry } from '../../support/server-process.ts';
import { SmallNetwork } from '../../support/small-network.ts';

/** A disk in memory, under options of mount. */
function smallDisk(options: string): string {
  const folder = folderForTest();
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
  });
  return folder;
}

async function doctor(folder: string): Promise<{ code: number | null; stdout: string }> {
  return runCommand(['doctor', '--data', folder, '--port', '0', '--no-announce']);
}

it('says that a disk is nearly full, in memory, or cannot be written', async () => {
  const folder = smallDisk('size=200m');
  const roomy = await doctor(folder);
  expect(roomy.stdout).toMatch(/warning +disk +The disk has 200 MiB of room/);
  expect(roomy.stdout).toMatch(/warning +disk +The data is in memory \(tmpfs\)/);
  expect(roomy.code).toBe(0);
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(150_000_000));
  const full = await doctor(folder);
  expect(full.stdout).toMatch(/problem +disk +The disk has 56 MiB of room\n +Make room/);
  expect(full.code).toBe(2);
  execFileSync('mount', ['-o', 'remount,ro', folder]);
  expect((await doctor(folder)).stdout).toMatch(/problem +disk +.*cannot be written \(EROFS\)/);
});

it('says whether what is announced is heard, on each network', async () => {
  const network = new SmallNetwork('10.98.4');
  onTestFinished(() => {
    network.remove();
  });
  const address = network.addComputer('host');
  const node = `'${process.execPath}'`;
  const look = `${node} '${serverEntry}' doctor --data '${folderForTest()}' --port 0 --host 0.0.0.0`;
  const onHost = (script: string) =>
    execFileSync('env', [...network.on('host'), 'sh', '-c', script], { encoding: 'utf8' });
  expect(onHost(look)).toContain(`The announcement is heard on ${address}`);
  // Somebody else has the port and lets nobody share it.
  const hog = `require('node:dgram').createSocket('udp4').bind(5353, () => console.log('bound'))`;
  const crowded = onHost(
    `${node} -e "${hog}" > hog.log & hog=$!; until [ -s hog.log ]; do sleep 0.1; done; ${look}; kill $hog; rm hog.log`,
  );
  expect(crowded).toContain(
    `warning  multicast    Nothing can be announced on ${address} (EADDRINUSE)`,
  );
});
