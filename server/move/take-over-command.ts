import type { Arguments, TakeOverArguments } from '../arguments.ts';
import { readTakeOverArguments, takeOverGroups } from '../arguments.ts';
import type { Command } from '../commands/command.ts';
import { serveAs } from '../commands/serve.ts';
import { InputLines } from '../keys/input-lines.ts';
import { materialFor } from '../keys/key-material.ts';
import type { KeyMaterial } from '../keys/key-material.ts';
import type { StandardInputKey } from '../standard-input-key.ts';
import { StartupError } from '../startup-error.ts';
import { standbyKey } from './stand-by-command.ts';
import { finishTakeOver, takeOver } from './successor.ts';
import { Standby } from './successor-standby.ts';
import type { Arrived } from './successor-folder.ts';

export const takeOverCommand: Command = {
  name: 'take-over',
  words: [],
  summary: 'take a server over from another computer, and serve',
  about: `Takes a server over from another computer with all that belongs to it, and serves, with the
    options of serve. The link comes on standard input; an administrator makes it where the server is
    now. That computer goes on until everything is here and proved, and sends everybody on then. The
    data folder has to be new, empty, or that of a server that has moved away.`,
  groups: takeOverGroups,
  run: async (argv) => {
    const options = readTakeOverArguments(argv);
    await serveAs(options, (standardInput) => arrive(options, standardInput));
  },
};

async function arrive(
  options: TakeOverArguments,
  standardInput: StandardInputKey | null,
): Promise<Partial<Arguments>> {
  const arrived = await come(options, standardInput);
  const { identity, name, registration } = arrived;
  tell(
    options,
    { event: 'taken-over', name, registration, identity },
    `${name} is on this computer now.`,
  );
  return { name, registration, ...options.said };
}

function come(options: TakeOverArguments, standardInput: StandardInputKey | null) {
  if (options.finish) return finishTakeOver(options.data);
  return options.fromStandby
    ? fromStandby(options, standardInput)
    : comeOver(options, standardInput);
}

async function fromStandby(
  { data, host, port, alone }: TakeOverArguments,
  standardInput: StandardInputKey | null,
): Promise<Arrived> {
  const standby = Standby.open(data, await standbyKey(`${data}.arriving`, standardInput));
  return standby.takeOver({ dataFolder: data, host, port }, alone);
}

async function comeOver(
  options: Arguments,
  standardInput: StandardInputKey | null,
): Promise<Arrived> {
  let isComing = true;
  // A parent that has gone wants no server any more; the other computer goes on with it.
  void standardInput?.ended.then(() => {
    if (isComing) process.exit(1);
  });
  const { link, material } = await readInput(options, standardInput);
  const { host, port, data: dataFolder } = options;
  let shown = '';
  const arrived = await takeOver({
    ...{ link, dataFolder, material, host, port },
    onProgress: ({ step, done }) => {
      const percent = Math.floor(done * 100);
      if (shown === `${step} ${String(percent)}`) return;
      const isNewStep = !shown.startsWith(step);
      shown = `${step} ${String(percent)}`;
      if (options.json) tell(options, { event: 'progress', step, done }, '');
      else if (isNewStep) tell(options, {}, step === 'copying' ? 'Copying' : 'The last of it');
    },
  });
  isComing = false;
  return arrived;
}

async function readInput(
  { keySource }: Arguments,
  standardInput: StandardInputKey | null,
): Promise<{ link: string; material: KeyMaterial }> {
  if (standardInput !== null) {
    const material = { key: standardInput.key, file: null };
    return { link: await standardInput.nextLine('link'), material };
  }
  if (keySource.from !== 'key-file') {
    throw new StartupError(
      'Take over with a key file; rekey changes it to a passphrase afterwards',
    );
  }
  const input = new InputLines(process.stdin);
  const link = await input.next('link');
  const material = await materialFor({ as: 'key-file' }, input);
  input.close();
  return { link, material };
}

function tell({ json }: Arguments, fact: Record<string, unknown>, sentence: string): void {
  process.stdout.write(`${json ? JSON.stringify(fact) : sentence}\n`);
}
