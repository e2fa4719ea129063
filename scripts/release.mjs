/**
 * Signs packages as a release that a host can hand on: `release.mjs FOLDER --key PRIVATE.pem` writes release.json
 * and release.json.sig beside them. `release.mjs --new-key FILE` makes a key: FILE, which stays secret, and
 * FILE.pub, which packages are made with (FUTURE_TALK_RELEASE_KEY).
 */
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createReadStream, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

const name =
  /^future-talk-(\d+\.\d+\.\d+)-(linux|win|mac)-(x64|x86_64|amd64|arm64|aarch64|universal)\.(exe|dmg|AppImage|deb|rpm|tar\.gz)$/;
const platforms = { linux: 'linux', win: 'win32', mac: 'darwin' };
/** Debian, Fedora and AppImage have names of their own for processors. */
const archs = { x86_64: 'x64', amd64: 'x64', aarch64: 'arm64' };

/** @param {string} file */
function makeKey(file) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const flag = 'wx';
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag });
  writeFileSync(`${file}.pub`, publicKey.export({ type: 'spki', format: 'pem' }), { flag });
  console.log(`${file} signs releases: keep it secret. ${file}.pub goes into packages.`);
}

/** @param {string} file @returns {Promise<string>} */
async function sha512Of(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** @param {string} folder @param {string} keyFile */
async function signRelease(folder, keyFile) {
  const key = createPrivateKey(readFileSync(keyFile));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${keyFile} is no Ed25519 key`);
  const versions = new Set();
  const files = [];
  for (const fileName of readdirSync(folder).sort()) {
    const [, version, os, arch = '', ending] = name.exec(fileName) ?? [];
    if (version === undefined) continue;
    versions.add(version);
    const file = path.join(folder, fileName);
    files.push({
      name: fileName,
      platform: platforms[/** @type {keyof typeof platforms} */ (os)],
      arch: archs[/** @type {keyof typeof archs} */ (arch)] ?? arch,
      kind: ending === 'exe' ? 'nsis' : ending,
      bytes: statSync(file).size,
      sha512: await sha512Of(file),
    });
  }
  const [version, ...others] = versions;
  if (version === undefined) throw new Error(`There is no package in ${folder}`);
  if (others.length > 0)
    throw new Error(`${folder} holds several versions: ${[...versions].join(', ')}`);
  const manifest = `${JSON.stringify({ product: 'future-talk', version, files }, null, 2)}\n`;
  writeFileSync(
    path.join(folder, 'release.json.sig'),
    `${sign(null, Buffer.from(manifest), key).toString('base64')}\n`,
  );
  writeFileSync(path.join(folder, 'release.json'), manifest);
  console.log(`Version ${version}, signed: ${files.map((file) => file.name).join(', ')}`);
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, 'new-key': { type: 'string' } },
  });
  const [folder] = positionals;
  if (values['new-key'] !== undefined) makeKey(values['new-key']);
  else if (folder !== undefined && values.key !== undefined) await signRelease(folder, values.key);
  else throw new Error('Usage: npm run release -- FOLDER --key PRIVATE.pem | --new-key FILE');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
