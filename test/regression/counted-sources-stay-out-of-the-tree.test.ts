import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { folderForTest } from '../support/server-process.ts';

const repository = path.resolve(import.meta.dirname, '../..');

// The Noise fuzzer, guided by counters, left its counted sources in the project's folder, and
// `npm run check` then found them unformatted.
it('what counts branches outside of a run of coverage leaves nothing where it is started', async () => {
  const folder = folderForTest();
  const inProject = (name: string) => path.join(repository, name);
  const script = [
    `await import(${JSON.stringify(inProject('protocol/noise/kept-bytes.ts'))});`,
    'console.log(Object.keys(globalThis.__coverage__).length);',
  ].join('\n');
  const imports = ['scripts/coverage/preload.mjs', 'node_modules/tsx/dist/loader.mjs'].flatMap(
    (name) => ['--import', inProject(name)],
  );
  const env = { ...process.env, FUTURE_TALK_COVERAGE: undefined };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...imports, '--input-type=module', '--eval', script],
    { cwd: folder, env },
  );
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(readdirSync(folder)).toEqual([]);
});
