/** What a package is for, as `--system` calls it, and which kinds of packages that system has. */
const systems = /** @type {const} */ ({
  linux: { platform: 'linux', kinds: ['AppImage', 'deb', 'rpm', 'tar.gz'] },
  windows: { platform: 'win32', kinds: ['nsis', 'portable'] },
  macos: { platform: 'darwin', kinds: ['dmg', 'zip'] },
});

/**
 * @typedef {object} PackedSystem
 * @property {'linux' | 'win32' | 'darwin'} platform
 * @property {string[]} archs the processors that one package is for
 * @property {string[]} kinds of packages to make; empty for those that electron-builder.yml names
 */

/**
 * What is to be packed. Refuses with one sentence what cannot be made on this computer.
 * @param {{ system?: string, targets?: string }} asked targets: kinds with commas between them
 * @param {{ platform: NodeJS.Platform, arch: string }} [computer]
 * @returns {PackedSystem}
 */
export function packedSystem({ system, targets }, computer = process) {
  const names = /** @type {(keyof typeof systems)[]} */ (Object.keys(systems));
  const name =
    system === undefined
      ? names.find((each) => systems[each].platform === computer.platform)
      : names.find((each) => each === system);
  if (name === undefined) {
    throw new Error(
      `Packages are made for ${names.join(', ')}, not for ${system ?? 'this system'}.`,
    );
  }
  const { platform, kinds } = systems[name];
  const isOwn = platform === computer.platform;
  // Nothing of it is compiled, and electron-builder's tools for it run here.
  const isNeighbour =
    name === 'windows' && computer.platform === 'linux' && computer.arch === 'x64';
  if (!isOwn && !isNeighbour) {
    const elsewhere = name === 'windows' ? ' or on Linux with an x64 processor' : '';
    throw new Error(`Packages for ${name} are made on ${name}${elsewhere}.`);
  }
  const wanted = targets?.split(',') ?? [];
  const strange = wanted.find((each) => !kinds.some((kind) => kind === each));
  if (strange !== undefined) {
    const others = names.filter((each) => systems[each].kinds.some((kind) => kind === strange));
    const there = others.map((each) => ` ${strange} is for ${each}: --system ${each}.`).join('');
    throw new Error(`The packages for ${name} are ${kinds.join(', ')}.${there}`);
  }
  // A Mac's package is for both of its processors.
  const archs = platform === 'darwin' ? ['arm64', 'x64'] : [computer.arch];
  return { platform, archs, kinds: wanted };
}
