import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';

/**
 * Everything that goes over this computer's loopback, in a file, until it is stopped. Of that it
 * answers what a port sent and received: the tests themselves tell the apps over it what to type.
 */
export async function captureLoopback(
  file: string,
): Promise<{ stop(port: number): Promise<Buffer> }> {
  // In immediate mode each packet takes as much of the buffer as the largest that loopback has, 64 KiB.
  const buffer = ['--immediate-mode', '-B', String(128 * 1024)];
  const options = ['-i', 'lo', '-w', file, '-U', ...buffer, '-Z', 'root'];
  const tcpdump = spawn('tcpdump', [...options, 'tcp'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  const ended = once(tcpdump, 'close');
  await new Promise<void>((resolve, reject) => {
    createInterface(tcpdump.stderr).on('line', (line) => {
      lines.push(line);
      if (line.includes('listening on')) resolve();
    });
    tcpdump.once('error', reject);
    tcpdump.once('close', () => {
      reject(new Error(lines.join('\n')));
    });
  });
  return {
    stop: async (port) => {
      tcpdump.kill('SIGINT');
      await ended;
      expect(lines.join('\n')).toContain('0 packets dropped by kernel');
      const part = `${file}.part`;
      const filter = ['-r', file, '-w', part, '-Z', 'root', `tcp port ${String(port)}`];
      await promisify(execFile)('tcpdump', filter);
      return readFileSync(part);
    },
  };
}
