import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/test-server.ts';

/** A disk of its own, so small that it can be filled. It takes root. */
export function smallDisk(diskBytes: number) {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(diskBytes)}`, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const ballast = join(folder, 'ballast');
  const fill = () => {
    execFileSync('sh', ['-c', `head -c ${String(diskBytes)} /dev/zero > ${ballast} || true`], {
      stdio: 'ignore',
    });
  };
  const empty = () => {
    writeFileSync(ballast, '');
  };
  return { folder, fill, empty };
}
