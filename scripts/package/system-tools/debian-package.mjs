import { copyFileSync, chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sizeOf } from '../bundle-report.mjs';
import { run } from './run.mjs';

/** @param {import('./fpm.mjs').Wanted} wanted */
export function buildDebianPackage({ root, file, option, all }) {
  const installedKilobytes = Math.ceil(sizeOf(root) / 1024);
  const control = path.join(root, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  const sums = run(
    'sh',
    ['-c', 'find . -path ./DEBIAN -prune -o -type f -printf "%P\\0" | sort -z | xargs -0 md5sum'],
    {
      cwd: root,
    },
  );
  writeFileSync(path.join(control, 'md5sums'), sums);
  const fields = [
    ['Package', option('name')],
    ['Version', option('version')],
    ['License', option('license')],
    ['Vendor', option('vendor')],
    ['Architecture', option('architecture')],
    ['Maintainer', option('maintainer')],
    ['Installed-Size', String(installedKilobytes)],
    ['Depends', all('depends').join(', ')],
    ['Recommends', all('deb-recommends').join(', ')],
    ['Section', 'default'],
    ['Priority', option('deb-priority')],
    ['Homepage', option('url')],
    ['Description', folded(option('description'))],
  ];
  const lines = fields.filter(([, value]) => value !== '').map((field) => field.join(': '));
  writeFileSync(path.join(control, 'control'), `${lines.join('\n')}\n`);
  addScript(option('after-install'), path.join(control, 'postinst'));
  addScript(option('after-remove'), path.join(control, 'postrm'));
  const compression = `-Z${option('deb-compression')}`;
  run('dpkg-deb', ['--root-owner-group', compression, '--build', root, file]);
}

/** The first line is the summary; each one after it begins with a space. @param {string} description */
function folded(description) {
  const [summary = '', ...rest] = description.trim().split('\n');
  return [summary, ...rest.map((line) => ` ${line.trim() || '.'}`)].join('\n');
}

/** @param {string} from @param {string} to */
function addScript(from, to) {
  copyFileSync(from, to);
  chmodSync(to, 0o755);
}
