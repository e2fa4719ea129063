/** Writes docs/server-commands.md, from which a test finds it different when it is forgotten. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { tsImport } from 'tsx/esm/api';
import { projectRoot } from './project.mjs';

const file = path.join(projectRoot, 'docs/server-commands.md');

/** The page as it should be. */
export async function referencePage() {
  const source = pathToFileURL(path.join(projectRoot, 'server/commands/reference.ts')).href;
  const { referencePage: page } = await tsImport(source, import.meta.url);
  return format(page(), { ...(await resolveConfig(file)), parser: 'markdown' });
}

/** The page as it is. */
export function writtenPage() {
  return readFileSync(file, 'utf8');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(file, await referencePage());
}
