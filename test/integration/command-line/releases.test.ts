import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { UpdateController } from '../../../src/main/updates/update-controller.ts';
import { answerOf, expectRefused, runCommand } from '../../support/commands.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { RememberingLog } from '../../unit/main/support/remembering-log.ts';
import { ClientPerson } from '../client/support/client-person.ts';

const script = path.resolve(import.meta.dirname, '../../../scripts/release.mjs');
const release = (...words: string[]) =>
  execFileSync(process.execPath, [script, ...words], { encoding: 'utf8' });

/** A version of the app as its makers hand it out, and the key that they keep. */
function makers() {
  const keys = folderForTest();
  const key = path.join(keys, 'release.pem');
  release('--new-key', key);
  const packed = (version: string): string => {
    const folder = folderForTest();
    for (const ending of ['linux-amd64.deb', 'win-x64.exe', 'mac-universal.dmg']) {
      const content = `version ${version} for ${ending}`.repeat(50_000);
      writeFileSync(path.join(folder, `future-talk-${version}-${ending}`), content);
    }
    release(folder, '--key', key);
    return folder;
  };
  return { publicKey: `${key}.pub`, packed };
}

/** An app of version 0.1.0 on a Debian computer, connected to a server. */
function installedApp(publicKey: string) {
  const installed: string[] = [];
  const updates = new UpdateController({
    releaseKey: readFileSync(publicKey, 'utf8'),
    version: '0.1.0',
    installation: { platform: 'linux', arch: 'x64', kind: 'deb' },
    folder: path.join(folderForTest(), 'updates'),
    install: (file) => {
      installed.push(readFileSync(file, 'utf8'));
      return Promise.resolve();
    },
    onChanged: () => undefined,
    log: new RememberingLog(),
  });
  return { updates, installed };
}

it('a release goes from its makers by the host to an app, which checks it, and back out', async () => {
  const { publicKey, packed } = makers();
  const data = folderForTest();
  const { url, process: server } = await listeningServer(data);
  const ann = await ClientPerson.signUp(url, 'ann');
  const { updates, installed } = installedApp(publicKey);

  const added = await runCommand([
    ...['release', 'add', packed('0.2.0'), '--key', publicKey, '--data', data],
  ]);
  expect(added).toMatchObject({
    code: 0,
    stdout: 'Version 0.2.0 is handed on from now on; packages: 3.\n',
  });
  await updates.look(ann.client.releases);
  expect(updates.state).toMatchObject({ status: 'ready', version: '0.2.0' });

  // The next one takes its place; by JSON, with the key on standard input, as the app does it.
  const next = ['release', 'add', packed('0.3.0'), '--key-stdin', '--json', '--data', data];
  const { stdout, stderr } = await runCommand(next, readFileSync(publicKey, 'utf8'));
  expect(JSON.parse(stdout)).toMatchObject({ event: 'release-added', version: '0.3.0' });
  expect(stderr).toContain('{"event":"progress","step":"adding","done":1}');
  expect(readdirSync(path.join(data, 'releases')).join(' ')).not.toContain('0.2.0');
  await updates.look(ann.client.releases);
  await updates.install();
  expect(installed).toEqual(['version 0.3.0 for linux-amd64.deb'.repeat(50_000)]);

  // What somebody changes on the host's disk is refused by the app itself.
  const later = packed('0.4.0');
  await runCommand(['release', 'add', later, '--key', publicKey, '--data', data]);
  const held = path.join(data, 'releases/future-talk-0.4.0-linux-amd64.deb');
  writeFileSync(held, readFileSync(held, 'utf8').replace('version', 'malware'));
  await updates.look(ann.client.releases);
  expect(updates.state).toEqual({ status: 'refused', version: '0.4.0' });

  const removed = await runCommand(['release', 'remove', '--data', data]);
  expect(removed.stdout).toBe('Version 0.4.0 is not handed on any more.\n');
  expect(await ann.client.releases.offered()).toBeNull();
  expect(await answerOf(['release', 'show', '--data', data])).toMatchObject({ version: null });
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
});

it('a release that is not as it was signed is refused, and what is offered stays', async () => {
  const { publicKey, packed } = makers();
  const strangers = makers();
  const data = folderForTest();
  await runCommand(['release', 'add', packed('0.2.0'), '--key', publicKey, '--data', data]);
  const refused = async (folder: string, why: RegExp, key = publicKey) => {
    await expectRefusedAfterProgress(['release', 'add', folder, '--key', key, '--data', data], why);
    expect(await answerOf(['release', 'show', '--data', data])).toMatchObject({
      version: '0.2.0',
      missing: [],
    });
  };
  const deb = 'future-talk-0.3.0-linux-amd64.deb';
  const tampered = packed('0.3.0');
  writeFileSync(
    path.join(tampered, deb),
    readFileSync(path.join(tampered, deb), 'utf8').replace('version', 'malware'),
  );
  await refused(tampered, /^future-talk-0\.3\.0-linux-amd64\.deb is damaged, or is not the file/);
  const longer = packed('0.3.0');
  appendFileSync(path.join(longer, deb), '!');
  await refused(longer, /^The release is not complete; .*: future-talk-0\.3\.0-linux-amd64\.deb$/);
  const altered = packed('0.3.0');
  const manifest = path.join(altered, 'release.json');
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replace('"version": "0.3.0"', '"version": "0.9.0"'),
  );
  await refused(altered, /^The release is not signed by this key/);
  await refused(packed('0.3.0'), /^The release is not signed by this key/, strangers.publicKey);
  const unsigned = packed('0.3.0');
  rmSync(path.join(unsigned, 'release.json.sig'));
  await refused(
    unsigned,
    /^There is no release in .*: it needs release\.json and release\.json\.sig/,
  );
});

/** As `expectRefused`, after the lines that say how far it has come. */
async function expectRefusedAfterProgress(words: string[], why: RegExp): Promise<void> {
  const { code, stdout, stderr } = await runCommand(words);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(why);
}

it.each([
  [['release', 'add'], /^Say which release: FOLDER/],
  [['release', 'add', '.'], /^Say whose signature it has to have: --key FILE/],
  [['release', 'add', '.', '--key', 'none.pem'], /^The key file none\.pem cannot be read/],
])('%j is refused, and says why', async (words, why) => {
  await expectRefused([...words, '--data', folderForTest()], why);
});
