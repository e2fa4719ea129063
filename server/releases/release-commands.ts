import { text as readAll } from 'node:stream/consumers';
import { ProgressLine } from '../backup/progress-line.ts';
import type { Command } from '../commands/command.ts';
import { helpOption, readOptions } from '../commands/options.ts';
import type { Options, OptionValues } from '../commands/options.ts';
import { folderOptions, jsonOption } from '../keys/key-arguments.ts';
import { tell } from '../local-admin/command-context.ts';
import { EffectiveSettings } from '../settings/effective.ts';
import { StartupError } from '../startup-error.ts';
import { addRelease, readKeyFile, removeRelease } from './add-release.ts';
import { readRelease, releasesFolderOf } from './release-folder.ts';

const keyOptions = {
  key: { value: 'FILE', says: 'the public key of those who make the app (release.pem.pub)' },
  'key-stdin': { says: 'the same, on standard input' },
} as const satisfies Options;
const options = { ...folderOptions, ...jsonOption, ...helpOption } satisfies Options;
const addOptions = { ...keyOptions, ...options } satisfies Options;

const alsoRunning = 'Also while the server runs.';

export const releaseCommands: readonly Command[] = [
  {
    name: 'release add',
    words: ['FOLDER'],
    summary: 'hand a newer version of the app on to everybody',
    about: `Takes the packages of a version of the app, as "npm run release" has signed them, and hands them on to
      everybody who is connected, in place of the version before. The signature and each file are checked first;
      each app checks them again. ${alsoRunning}`,
    groups: [{ title: '', options: addOptions }],
    run: add,
  },
  {
    name: 'release show',
    words: [],
    summary: 'show which version of the app is handed on',
    about: `Shows which version of the app is handed on, in which packages, and what is missing. ${alsoRunning}`,
    groups: [{ title: '', options }],
    run: show,
  },
  {
    name: 'release remove',
    words: [],
    summary: 'hand no version of the app on any more',
    about: `Takes the version of the app back: nobody gets it from here any more. Who has installed it keeps
      it. ${alsoRunning}`,
    groups: [{ title: '', options }],
    run: remove,
  },
];

async function add(argv: readonly string[]): Promise<void> {
  const { values, words } = readOptions(addOptions, argv, 1);
  const [from] = words;
  if (from === undefined) throw new StartupError('Say which release: FOLDER');
  const publicKey = await keyOf(values);
  const { data } = new EffectiveSettings(values);
  const progress = new ProgressLine(process.stderr, values.json ?? false);
  try {
    const { version, files } = await addRelease({
      ...{ from, to: releasesFolderOf(data), publicKey },
      onProgress: progress.show,
    });
    progress.end();
    await tell(values, { event: 'release-added', version, files }, [
      `Version ${version} is handed on from now on; packages: ${String(files.length)}.`,
    ]);
  } finally {
    progress.end();
  }
}

function keyOf(values: OptionValues<typeof keyOptions>): Promise<string> {
  if (values.key !== undefined && values['key-stdin'] === true) {
    throw new StartupError('Give one key: --key or --key-stdin');
  }
  if (values.key !== undefined) return readKeyFile(values.key);
  if (values['key-stdin'] === true) return readAll(process.stdin);
  throw new StartupError('Say whose signature it has to have: --key FILE');
}

async function show(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(options, argv);
  const folder = releasesFolderOf(new EffectiveSettings(values).data);
  const held = await readRelease(folder);
  if (held === null || held === 'unreadable') {
    await tell(values, { event: 'release', version: null, is_readable: held === null }, [
      held === null
        ? 'No version of the app is handed on.'
        : `The release in ${folder} cannot be read, and is not handed on.`,
    ]);
    return;
  }
  const { manifest, missing } = held;
  const { version, files } = manifest;
  const lines = files.map(({ name, bytes }) => {
    const state = missing.includes(name)
      ? 'missing or of another length'
      : `${String(bytes)} bytes`;
    return `${name}  ${state}`;
  });
  const isOffered = missing.length === 0;
  const sentence = isOffered ? 'is handed on' : 'is not handed on: it is not complete';
  await tell(values, { event: 'release', version, files, missing }, [
    `Version ${version} ${sentence}.`,
    ...lines,
  ]);
}

async function remove(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(options, argv);
  const removed = await removeRelease(releasesFolderOf(new EffectiveSettings(values).data));
  const version = removed?.version ?? null;
  await tell(values, { event: 'release-removed', version }, [
    version === null
      ? 'No version of the app is handed on.'
      : `Version ${version} is not handed on any more.`,
  ]);
}
