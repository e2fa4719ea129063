import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedProgram, packedProgram } from './packed-program.mjs';
import { run } from './system-tools/run.mjs';

/**
 * @typedef {object} OpenedPackage
 * @property {string} program what the tests run
 * @property {string} [file] the package that it came in
 * @property {string} [system] the folder that holds its desktop file and icons as a system's root would
 * @property {string[]} within what goes before a command that needs the program there
 * @property {() => void} close removes what was laid out
 */

/**
 * Makes a program of a package: an archive and an AppImage are unpacked elsewhere; a .deb or an .rpm is installed, for
 * the command that follows alone. One for Windows is installed by the tests themselves. What is no package is the program.
 * @param {string} given
 * @returns {OpenedPackage}
 */
export function openPackage(given) {
  const file = path.resolve(given);
  if (process.platform !== 'win32' && /-(?:win|portable)-\w+\.exe$/.test(file)) {
    return { file, program: packedProgram(), within: [], close: () => undefined };
  }
  if (!/\.(?:tar\.gz|AppImage|deb|rpm)$/.test(file)) {
    return { program: file, within: [], close: () => undefined };
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'future-talk-package-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    return { file, close, ...laidOut(file, folder) };
  } catch (error) {
    close();
    throw error;
  }
}

/** @param {string} file @param {string} folder */
function laidOut(file, folder) {
  if (file.endsWith('.tar.gz')) {
    run('tar', ['-xzf', file, '-C', folder]);
    const [inside = ''] = readdirSync(folder);
    return { program: path.join(folder, inside, 'future-talk'), within: [] };
  }
  if (file.endsWith('.AppImage')) {
    run(file, ['--appimage-extract'], { cwd: folder });
    const system = path.join(folder, 'squashfs-root');
    return { program: path.join(system, 'future-talk'), system, within: [] };
  }
  return { program: installedProgram, system: '/', within: installed(file, folder) };
}

/**
 * A Debian has under other names what an .rpm needs, and notes what rpm installs down in a home: rpm is told otherwise.
 * @type {Record<string, string>}
 */
const installing = {
  '.deb': 'dpkg --install "$0" >&2; exec "$@"',
  '.rpm': [
    "mkdir -p /etc/rpm; echo '%_dbpath /var/lib/rpm' >/etc/rpm/macros",
    'rpm --install --nodeps --force-debian "$0" >&2; exec "$@"',
  ].join('; '),
};

/** @param {string} file a .deb or an .rpm @param {string} folder */
function installed(file, folder) {
  if (process.getuid?.() !== 0) {
    throw new Error(
      `Installing ${path.basename(file)} for a test takes root: or install it, and name its program.`,
    );
  }
  return [...inThrowawaySystem(folder), 'sh', '-ec', installing[path.extname(file)] ?? '', file];
}

/**
 * The start of a command that may install and remove packages, of which this system never sees anything. Takes root.
 * @param {string} folder an empty one
 */
export function inThrowawaySystem(folder) {
  return [
    'unshare',
    '--mount',
    'sh',
    path.join(import.meta.dirname, 'in-throwaway-system.sh'),
    folder,
  ];
}
