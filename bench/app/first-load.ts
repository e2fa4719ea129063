import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** The most that the window may have to load before it can show anything, gzipped. */
export const firstLoadBytesMax = 250_000;

/**
 * The scripts that the page names, and all that they import at once, as files; what is imported only
 * when it is needed is none of them.
 * @param folder of the built page
 */
export function firstLoadScripts(folder: string): string[] {
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="([^"]+\.js)"/g)];
  return withImports(named.map(([, address]) => path.join(folder, address ?? '')));
}

/**
 * What main reads before its window opens, as files: index.js, and all that it imports at once.
 * @param folder of main's build
 */
export function scriptsBeforeWindow(folder: string): string[] {
  return withImports([path.join(folder, 'index.js')]);
}

/** What scripts import by name, from packages and from Node. */
export function packagesOf(files: readonly string[]): string[] {
  const named = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^import [^\n]*?["']([^."'][^"'\n]*)["'];?$/gm)].map(
      ([, name]) => name ?? '',
    ),
  );
  return [...new Set(named)].sort();
}

function withImports(files: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const imported of staticImports(readFileSync(file, 'utf8'))) {
      add(path.join(path.dirname(file), imported));
    }
  };
  for (const file of files) add(file);
  return [...found];
}

export function gzippedBytes(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
}

/** `import … from "./x.js"` and `import "./x.js"`, but not `import("./x.js")`. */
function staticImports(script: string): string[] {
  const imports = script.matchAll(/(?:import|from)\s*["'](\.[^"']+)["']/g);
  return [...imports].map(([, address]) => address ?? '');
}
