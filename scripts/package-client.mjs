/**
 * `npm run package:client`: the typed client as an npm package of its own, out/client, and its archive in dist/.
 * `-- --build` stops before the archive.
 */
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildIfChanged } from './build.mjs';
import { packageCommand, projectRoot } from './project.mjs';
import { runCommand } from './run-command.mjs';

const folder = path.join(projectRoot, 'out/client');
const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));

/** The client, and each module of the contract, as files that share what they have in common. */
async function writeCode() {
  const modules = readdirSync(path.join(projectRoot, 'protocol')).filter((name) =>
    name.endsWith('.ts'),
  );
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints: {
      index: 'src/client/chat-client.ts',
      ...Object.fromEntries(
        modules.map((name) => [`protocol/${path.parse(name).name}`, `protocol/${name}`]),
      ),
    },
    outdir: 'out/client',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    metafile: true,
    logLevel: 'warning',
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const names = imports
    .filter(({ path: name, external }) => external && !name.startsWith('node:'))
    .map(({ path: name }) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(names)].sort();
}

/** Declarations name their neighbours as they will lie there: neither by rooms nor by sources. */
async function writeTypes() {
  const tsc = [packageCommand('typescript', 'tsc'), '-p', 'tsconfig.client.json'];
  const { code, output } = await runCommand(process.execPath, tsc, { quiet: true });
  if (code !== 0) throw new Error(`The client's types could not be made.\n${output}`);
  const types = path.join(folder, 'types');
  for (const name of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = path.join(types, name);
    const up = path.relative(path.dirname(file), types).replaceAll('\\', '/') || '.';
    const text = readFileSync(file, 'utf8')
      .replaceAll(/(["'])#protocol\/([^"']+)\.ts\1/g, `'${up}/protocol/$2.js'`)
      .replaceAll(/(["'])(\.[^"']*)\.ts\1/g, "'$2.js'");
    writeFileSync(file, text);
  }
}

/** @param {string[]} packages what the code imports */
function writeManifest(packages) {
  const { version, license, author, engines, dependencies } = manifest;
  const made = {
    ...{ name: 'future-talk-client', version, license, author, engines, type: 'module' },
    description: 'The client of Future Talk without a screen: talks to a server from Node.',
    exports: {
      '.': { types: './types/src/client/chat-client.d.ts', default: './index.js' },
      './protocol/*': { types: './types/protocol/*.d.ts', default: './protocol/*.js' },
    },
    sideEffects: false,
    dependencies: Object.fromEntries(packages.map((name) => [name, dependencies[name]])),
  };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(made, null, 2)}\n`);
}

async function buildClient() {
  await buildIfChanged({
    name: 'client',
    sources: ['src/client', 'tsconfig.json', 'tsconfig.client.json', 'scripts/package-client.mjs'],
    outputs: ['out/client'],
    build: async () => {
      const [packages] = await Promise.all([writeCode(), writeTypes()]);
      writeManifest(packages);
      cpSync(path.join(projectRoot, 'LICENSE'), path.join(folder, 'LICENSE'));
      cpSync(path.join(projectRoot, 'src/client/README.md'), path.join(folder, 'README.md'));
    },
  });
}

/** @returns {Promise<number>} npm's exit code */
async function pack() {
  const dist = path.join(projectRoot, 'dist');
  mkdirSync(dist, { recursive: true });
  // npm runs this, and says where it is itself.
  const npm = process.env.npm_execpath ?? '';
  const words = [npm, 'pack', folder, '--pack-destination', dist];
  return (await runCommand(process.execPath, words)).code;
}

await buildClient();
if (!process.argv.includes('--build')) process.exitCode = await pack();
