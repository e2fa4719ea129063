/**
 * Builds what has changed: `build.mjs [--server] [--app]`, both when neither is named. With the server
 * comes the page for guests, which it serves.
 * Writes nothing to standard output, which belongs to the server when `serve` calls this.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { packageCommand, projectRoot } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { fingerprintOf, isUpToDate, rememberBuild } from './source-fingerprint.mjs';

const sharedSources = ['package.json', 'package-lock.json', 'scripts/build.mjs', 'protocol'];

/** @param {string} name */
function stampFileOf(name) {
  return path.join(projectRoot, `out/.built-${name}`);
}

/** Whether `npm run coverage` builds it. */
function isCounting() {
  return process.env.FUTURE_TALK_COVERAGE !== undefined;
}

/**
 * @param {{ name: string, sources: string[], outputs: string[], build: () => Promise<void> }} target
 */
export async function buildIfChanged({ name, sources, outputs, build }) {
  const stampFile = stampFileOf(name);
  const counting = isCounting() ? ' counting' : '';
  const fingerprint = `${fingerprintOf([...sharedSources, ...sources])}${counting}`;
  if (isUpToDate(stampFile, fingerprint)) return;
  rmSync(stampFile, { force: true });
  for (const output of outputs) {
    rmSync(path.join(projectRoot, output), { recursive: true, force: true });
  }
  await build();
  rememberBuild(stampFile, fingerprint);
}

/** The server as five files, one for each kind of thread; packages stay in node_modules. */
export async function buildServer() {
  await buildIfChanged({
    name: 'server',
    // It takes over as the client of another server.
    sources: ['server', 'src/client'],
    outputs: ['out/server'],
    build: async () => {
      const { build } = await import('esbuild');
      await build({
        absWorkingDir: projectRoot,
        entryPoints: {
          main: 'server/main.ts',
          'database-thread': 'server/db/database-thread.ts',
          'backup-thread': 'server/backup/backup-thread.ts',
          'copy-thread': 'server/move/copy-thread.ts',
          'inspection-thread': 'server/attachments/inspection/inspection-thread.ts',
        },
        outdir: 'out/server',
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        packages: 'external',
        sourcemap: true,
        sourcesContent: false,
        logLevel: 'warning',
        ...(isCounting() && {
          plugins: [(await import('./coverage/plugins.mjs')).countingBuild()],
        }),
      });
      copyApiDocs(path.join(projectRoot, 'out/server/api-docs'));
    },
  });
}

/**
 * What the page of the API's description needs of Swagger UI, with its licences. The server's package does not
 * ask for Swagger UI itself, whose npm package brings one that reports each installation to a company.
 * @param {string} folder
 */
function copyApiDocs(folder) {
  mkdirSync(folder, { recursive: true });
  const scripts = ['swagger-ui-bundle.js', 'swagger-ui.css'];
  for (const name of [...scripts, 'swagger-ui-bundle.js.LICENSE.txt', 'LICENSE', 'NOTICE']) {
    copyFileSync(
      path.join(projectRoot, 'node_modules/swagger-ui-dist', name),
      path.join(folder, name),
    );
  }
}

/** Main, preload and renderer, by electron-vite. Throws with the tool's own output. */
export async function buildApp() {
  await buildIfChanged({
    name: 'app',
    sources: ['src', 'electron.vite.config.ts', 'svelte.config.js'],
    outputs: ['out/main', 'out/preload', 'out/renderer'],
    build: async () => {
      const electronVite = packageCommand('electron-vite');
      const { code, output } = await runCommand(
        process.execPath,
        [electronVite, 'build', '--logLevel', 'warn'],
        { quiet: true },
      );
      if (code !== 0) throw new Error(`The app could not be built.\n${output}`);
      process.stderr.write(output);
    },
  });
}

/** The page for guests, by Vite, with its larger files gzipped beside them: the server need not do it. */
export async function buildGuestPage() {
  const folder = path.join(projectRoot, 'out/guest');
  await buildIfChanged({
    name: 'guest',
    sources: ['src', 'resources/icon', 'vite.guest.config.ts', 'svelte.config.js'],
    outputs: ['out/guest'],
    build: async () => {
      const vite = [packageCommand('vite'), 'build', '--logLevel', 'warn'];
      const { code, output } = await runCommand(
        process.execPath,
        [...vite, '--config', 'vite.guest.config.ts'],
        { quiet: true },
      );
      if (code !== 0) throw new Error(`The page for guests could not be built.\n${output}`);
      process.stderr.write(output);
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(?:html|js|css|svg|json)$/.test(name)) continue;
        const file = path.join(folder, name);
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  });
}

/** To be called where something else is about to write to out/: the next build is then a whole one. */
export function forgetAppBuild() {
  rmSync(stampFileOf('app'), { force: true });
}

/** @param {string[]} flags */
async function main(flags) {
  const unknown = flags.filter((flag) => flag !== '--server' && flag !== '--app');
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(' ')}. Known: --server, --app.`);
  if (flags.length === 0 || flags.includes('--server')) {
    await buildServer();
    await buildGuestPage();
  }
  if (flags.length === 0 || flags.includes('--app')) await buildApp();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
