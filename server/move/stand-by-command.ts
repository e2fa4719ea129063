import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readStandByArguments, standByGroups } from '../arguments.ts';
import type { StandByArguments } from '../arguments.ts';
import type { Command } from '../commands/command.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { InputLines } from '../keys/input-lines.ts';
import { materialFor } from '../keys/key-material.ts';
import { unlockWith } from '../keys/key-source.ts';
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
    gone, take-over --from-standby serves here, with these options; also to move here while it runs.`,
  groups: standByGroups,
  run: standBy,
};

async function standBy(argv: readonly string[]): Promise<void> {
  const options = readStandByArguments(argv);
  const { data, host, port, everySeconds, keySource } = options;
  if (keySource.from !== 'key-file') {
    throw new StartupError('Stand by with a key file; rekey changes it once the server is here');
  }
  const folder = `${data}.arriving`;
  if (!hasStandbyState(folder)) {
    const input = new InputLines(process.stdin);
    const link = await input.next('link');
    const material = await materialFor({ as: 'key-file' }, input);
    input.close();
    await beginStandby(link, material, { dataFolder: data, host, port });
  }
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      end.abort();
    });
  }
  const standby = Standby.open(data, await standbyKey(folder));
  await standby.follow(everySeconds * 1_000, end.signal, (news) => {
    tell(options, news);
  });
}

/** Of the copy, as it was chosen when it was begun. */
export async function standbyKey(folder: string): Promise<Uint8Array> {
  if (!existsSync(join(folder, 'database.key'))) {
    throw new StartupError('Nothing stands by on this computer');
  }
  return unlockWith({ from: 'key-file' }, folder, join(folder, databaseFileName));
}

let wasReached: boolean | null = null;

function tell({ json }: StandByArguments, news: StandbyNews): void {
  const at = news.at === null ? null : new Date(news.at).toISOString();
  if (json) {
    process.stdout.write(`${JSON.stringify({ event: news.kind, ...news, kind: undefined, at })}\n`);
    return;
  }
  const isReached = news.kind === 'copied';
  if (isReached === wasReached && !(isReached && news.bytes > 0)) return;
  wasReached = isReached;
  process.stdout.write(
    isReached
      ? `The copy is as of ${String(at)}.\n`
      : `The other computer does not answer; the copy is as of ${at ?? 'no moment yet'}.\n`,
  );
}
