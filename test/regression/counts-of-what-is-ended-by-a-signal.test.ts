import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { folderForTest } from '../support/server-process.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const inProject = (name: string) => path.join(repository, name);

// Servers that a test had left running, and commands that wait, were killed with it and counted nothing.
it('a process that listens for no signal writes its counts before it ends by one', async () => {
  const folder = folderForTest();
  const counted = inProject('protocol/noise/kept-bytes.ts');
  const script = `await import(${JSON.stringify(counted)}); setInterval(() => 0, 60_000); console.log('up');`;
  const imports = ['scripts/coverage/preload.mjs', 'node_modules/tsx/dist/loader.mjs'].flatMap(
    (name) => ['--import', inProject(name)],
  );
  const words = [...imports, '--input-type=module', '--eval', script];
  const env = { ...process.env, FUTURE_TALK_COVERAGE: folder };
  const child = spawn(process.execPath, words, { cwd: folder, env });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGTERM');
  const written = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const counts = written.map((name) => readFileSync(path.join(folder, name), 'utf8'));
  expect(counts.join()).toContain(JSON.stringify(counted));
});
