import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './run.mjs';

/** How rpm calls what electron-builder asks for. @type {Record<string, string>} */
const payloads = { xzmt: 'w6T0.xzdio', xz: 'w6.xzdio', gzip: 'w9.gzdio', none: 'w0.gzdio' };
/** What Debian's rpmbuild takes from the name of the computer otherwise. @type {Record<string, string>} */
const architectures = { amd64: 'x86_64', x86_64: 'x86_64', arm64: 'aarch64', aarch64: 'aarch64' };

/** @param {import('./fpm.mjs').Wanted} wanted */
export function buildRpmPackage(wanted) {
  const { root, file, option, all } = wanted;
  const work = mkdtempSync(path.join(tmpdir(), 'future-talk-rpm-'));
  try {
    const spec = path.join(work, 'package.spec');
    writeFileSync(spec, specOf(wanted));
    const architecture = architectures[option('architecture')];
    const payload = payloads[option('rpm-compression')];
    if (architecture === undefined || payload === undefined) {
      throw new Error(`rpm has no ${option('architecture')} or no ${option('rpm-compression')}`);
    }
    const definitions = [
      `_topdir ${work}`,
      `_rpmdir ${work}/made`,
      `_binary_payload ${payload}`,
      // Programs are packed as they are: neither stripped nor looked into for what they need.
      '__os_install_post %{nil}',
      'debug_package %{nil}',
      '__brp_mangle_shebangs %{nil}',
      ...all('rpm-rpmbuild-define'),
    ];
    const defined = definitions.flatMap((each) => ['--define', each]);
    const target = ['--target', `${architecture}-unknown-${option('rpm-os')}`];
    run('rpmbuild', ['-bb', ...defined, ...target, '--buildroot', root, spec]);
    const made = readdirSync(path.join(work, 'made', architecture));
    rmSync(file, { force: true });
    run('mv', [path.join(work, 'made', architecture, made[0] ?? ''), file]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {import('./fpm.mjs').Wanted} wanted */
function specOf({ root, option, all }) {
  const description = option('description').trim();
  return [
    `Name: ${option('name')}`,
    `Version: ${option('version')}`,
    'Release: 1',
    `Summary: ${option('rpm-summary')}`,
    `License: ${option('license')}`,
    `Vendor: ${option('vendor')}`,
    `URL: ${option('url')}`,
    `Packager: ${option('maintainer')}`,
    'AutoReqProv: no',
    ...all('depends').map((each) => `Requires: ${each}`),
    '%description',
    literal(description),
    '%post',
    literal(readFileSync(option('after-install'), 'utf8')),
    '%postun',
    literal(readFileSync(option('after-remove'), 'utf8')),
    '%files',
    '%defattr(-,root,root,-)',
    ...filesOf(root, all('directories')),
    '',
  ].join('\n');
}

/** As fpm does: files, and only those folders that are named as the package's own. @param {string} root @param {string[]} own */
function filesOf(root, own) {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    const place = `/${path.relative(root, path.join(entry.parentPath, entry.name))}`;
    if (!entry.isDirectory()) return [quoted(place)];
    const isOwn = own.some((folder) => place === folder || place.startsWith(`${folder}/`));
    return isOwn ? [`%dir ${quoted(place)}`] : [];
  });
}

/** @param {string} place */
function quoted(place) {
  return `"${literal(place)}"`;
}

/** rpm would take `%` for a macro. @param {string} value */
function literal(value) {
  return value.replaceAll('%', '%%');
}
