import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { folderForTest } from './server-process.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const packageFolder = path.join(repository, 'out/client');
// Tests are run by npm, which says where it is.
const npm = process.env['npm_execpath'] ?? '';

async function run(cwd: string, ...words: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, words, { cwd })).stdout;
}

function dependenciesOf(folder: string): string[] {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
  return Object.keys(dependencies);
}

/** Packages and all that they ask for, from the folders in which they lie here: a test downloads nothing. */
function fromHere(names: readonly string[]): Record<string, string> {
  const found = new Map<string, string>();
  const wanted = [...names];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const folder = path.join(repository, 'node_modules', name);
    if (!found.has(name)) wanted.push(...dependenciesOf(folder));
    found.set(name, `file:${folder}`);
  }
  return Object.fromEntries(found);
}

/**
 * A folder of somebody who has installed the archive of the typed client, with programs of their own that are compiled
 * against its types.
 * @param programs the text of each, by its name without `.ts`
 */
export async function folderWithClient(programs: Record<string, string>): Promise<string> {
  const folder = folderForTest();
  await run(repository, 'scripts/package-client.mjs', '--build');
  const packed = await run(packageFolder, npm, 'pack', '--json', '--pack-destination', folder);
  const archive = /[\w.-]+\.tgz/.exec(packed)?.[0] ?? '';
  const dependencies = {
    ...fromHere([...dependenciesOf(packageFolder), '@types/node']),
    'future-talk-client': `file:${archive}`,
  };
  const manifest = JSON.stringify({ type: 'module', dependencies });
  writeFileSync(path.join(folder, 'package.json'), manifest);
  const quick = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run(folder, npm, 'install', '--install-links', ...quick);
  const files = Object.entries(programs).map(([name, text]) => {
    writeFileSync(path.join(folder, `${name}.ts`), text);
    return `${name}.ts`;
  });
  const tsc = path.join(repository, 'node_modules/typescript/bin/tsc');
  const strictly = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  await run(folder, tsc, ...strictly, ...files);
  return folder;
}
