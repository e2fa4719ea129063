import { execFileSync } from 'node:child_process';
import { projectRoot } from './project.mjs';
import { shippedPackages } from './shipped-packages.mjs';

/**
 * @typedef {object} BillOfMaterials CycloneDX, as npm writes it
 * @property {{ component: { 'bom-ref': string, name: string } }} metadata
 * @property {{ 'bom-ref': string, hashes: { alg: string, content: string }[] }[]} components
 * @property {{ ref: string, dependsOn: string[] }[]} dependencies
 */

/**
 * What reaches people: of all that the lock file names. npm itself can leave out what is only needed to
 * build, but some of that is built into the app.
 * @returns {BillOfMaterials}
 */
export function billOfMaterials() {
  const { metadata, components, dependencies, ...more } = billOfTheLockFile();
  const own = metadata.component['bom-ref'];
  const shipped = new Set(shippedPackages().map(({ name, version }) => `${name}@${version}`));
  return {
    ...more,
    // npm takes the folder's name.
    metadata: { ...metadata, component: { ...metadata.component, name: 'future-talk' } },
    components: components.filter((each) => shipped.has(each['bom-ref'])),
    dependencies: dependencies
      .filter(({ ref }) => ref === own || shipped.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((of) => shipped.has(of)) })),
  };
}

/** @returns {BillOfMaterials} */
function billOfTheLockFile() {
  const npm = process.env.npm_execpath;
  const program = npm?.endsWith('.js') ? process.execPath : 'npm';
  const before = npm?.endsWith('.js') ? [npm] : [];
  const args = [...before, 'sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
  const maxBuffer = 64 * 1024 ** 2;
  return JSON.parse(execFileSync(program, args, { cwd: projectRoot, maxBuffer }).toString());
}
