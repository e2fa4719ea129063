import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readStandByArguments, standByGroups } from '../arguments.ts';
import type { StandByArguments } from '../arguments.ts';
import type { Command } from '../commands/command.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { InputLines } from '../keys/input-lines.ts';
import { materialFor } from '../keys/key-material.ts';
import { unlockWith } from '../keys/key-source.ts';
import { keyFromStandardInput } from '../standard-input-key.ts';
import type { StandardInputKey } from '../standard-input-key.ts';
import { StartupError } from '../startup-error.ts';
import { beginStandby, Standby } from './successor-standby.ts';
import type { StandbyNews } from './successor-standby.ts';
import { hasStandbyState } from './standby-state.ts';

export const standByCommand: Command = {
  name: 'stand-by',
  words: [],
  summary: 'keep a copy of a server, to take over when its computer dies',
  about: `Keeps a copy of a server that runs on another computer, and follows it until Ctrl-C. The first
    time the link comes on standard input; move makes it where the server is. When that computer is
    gone, take-over --from-standby serves here, with these options; also to move here while it runs.
    What is new there is here within a moment; what was said in the last moment before that computer
    died may not be.`,
  groups: standByGroups,
  run: standBy,
};

async function standBy(argv: readonly string[]): Promise<void> {
  const options = readStandByArguments(argv);
  const { data, everySeconds, keySource } = options;
  const standardInput =
    keySource.from === 'standard-input' ? await keyFromStandardInput(process.stdin) : null;
  if (standardInput === null && keySource.from !== 'key-file') {
    throw new StartupError('Stand by with a key file; rekey changes it once the server is here');
  }
  const folder = `${data}.arriving`;
  if (options.end) {
    await Standby.open(data, await standbyKey(folder, standardInput)).end();
  } else {
    if (!hasStandbyState(folder)) await begin(options, standardInput);
    const standby = Standby.open(data, await standbyKey(folder, standardInput));
    if (options.json) write({ event: 'standing-by', name: standby.serverName });
    await standby.follow(everySeconds * 1_000, endOf(standardInput), (news) => {
      tell(options, news);
    });
  }
  // Its other end may still be open.
  process.stdin.destroy();
}

/** When to stop: on a signal, and when the parent has gone that gave the key. */
function endOf(standardInput: StandardInputKey | null): AbortSignal {
  const end = new AbortController();
  const stop = () => {
    end.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  void standardInput?.ended.then(stop);
  return end.signal;
}

async function begin(
  { data, host, port }: StandByArguments,
  standardInput: StandardInputKey | null,
): Promise<void> {
  const place = { dataFolder: data, host, port };
  if (standardInput !== null) {
    const material = { key: standardInput.key, file: null };
    await beginStandby(await standardInput.nextLine('link'), material, place);
    return;
  }
  const input = new InputLines(process.stdin);
  const link = await input.next('link');
  const material = await materialFor({ as: 'key-file' }, input);
  input.close();
  await beginStandby(link, material, place);
}

/** Of the copy, as it was chosen when it was begun. @throws StartupError */
export async function standbyKey(
  folder: string,
  standardInput: StandardInputKey | null,
): Promise<Uint8Array> {
  if (standardInput !== null) return standardInput.key;
  if (!existsSync(join(folder, 'database.key'))) {
    throw new StartupError('Nothing stands by on this computer');
  }
  return unlockWith({ from: 'key-file' }, folder, join(folder, databaseFileName));
}

let wasReached: boolean | null = null;

function tell({ json }: StandByArguments, news: StandbyNews): void {
  if (news.kind === 'copying') {
    if (json) write({ event: 'copying', done: news.done });
    return;
  }
  const at = news.at === null ? null : new Date(news.at).toISOString();
  if (json) {
    write({ event: news.kind, ...news, kind: undefined, at });
    return;
  }
  const isReached = news.kind === 'copied';
  if (isReached === wasReached) return;
  wasReached = isReached;
  process.stdout.write(
    isReached
      ? `The copy is as of ${String(at)}, and follows.\n`
      : `The other computer does not answer; the copy is as of ${at ?? 'no moment yet'}.\n`,
  );
}

function write(fact: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
}
