import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { words } from '#messages/catalogue.ts';
import { LocalError } from '../../local-error.ts';
import type { Log } from '../../logging/log.ts';
import { readFileIfPresent, writeFileAtomically } from '../../storage/atomic-file.ts';
import { parseJson } from '../../storage/json-file.ts';
import { arrivingFolderOf, standbyNotesOf } from '../arriving-folder.ts';
import type { StandbyNews, StandbyProcess } from '../standby-process.ts';
import type { ServiceCommand } from './service-command.ts';
import type { ServiceManager } from './service-manager.ts';
import { keyFileIn, removeService } from './service-server.ts';

const lookEveryMs = 500;
const answersWithinMs = 60_000;
/** It notes what it has copied every few seconds; only a very large file takes longer. */
const silentAfterMs = 600_000;

interface StandbyServiceLaunch {
  manager: ServiceManager;
  command: ServiceCommand;
  /** Of the server that would be hosted here. */
  dataFolder: string;
  /** 64 hexadecimal digits. */
  databaseKey: string;
  /** It has not run before: what it has noted is not its own yet. */
  isNew: boolean;
  onNews: (news: StandbyNews) => void;
  log: Log;
}

const notes = z.object({
  name: z.string(),
  copied_at: z.number().nullable(),
  out_of_reach: z.boolean(),
  problem: z.string().nullable(),
});

/** Lets the operating system run what follows, or finds it running. Throws HOSTING_FAILED. */
export async function launchStandbyService(launch: StandbyServiceLaunch): Promise<StandbyProcess> {
  const { manager, command, dataFolder, databaseKey } = launch;
  const file = standbyNotesOf(dataFolder);
  const before = launch.isNew ? await readNotes(file, launch.log) : null;
  await writeFileAtomically(keyFileIn(arrivingFolderOf(dataFolder)), `${databaseKey}\n`);
  try {
    await manager.run(command);
  } catch (cause) {
    const details = { retryable: true, cause };
    throw new LocalError('HOSTING_FAILED', words('failure.hosting.ended'), details);
  }
  const end = new AbortController();
  const ended = watch({ file, before, signal: end.signal, ...launch });
  const release = async () => {
    end.abort();
    await ended;
  };
  return {
    ended,
    release,
    stop: async () => {
      await release();
      await removeStandbyService(manager, dataFolder);
    },
  };
}

/** The service that follows, and its key file, are gone when this resolves; the copy stays. */
export function removeStandbyService(manager: ServiceManager, dataFolder: string): Promise<void> {
  return removeService(manager, arrivingFolderOf(dataFolder));
}

interface Watch extends Pick<StandbyServiceLaunch, 'onNews' | 'log'> {
  /** Where it notes. */
  file: string;
  /** What somebody else has noted. */
  before: string | null;
  signal: AbortSignal;
}

/** Tells what it notes, until nobody wants to know any more, or with why it does not begin. */
async function watch({ file, before, onNews, log, signal }: Watch): Promise<string> {
  let seen = before;
  let hasBegun = false;
  for (let silentMs = 0; !signal.aborted; silentMs += lookEveryMs) {
    const text = await readNotes(file, log);
    if (text !== null && text !== seen) {
      seen = text;
      silentMs = 0;
      hasBegun = tell(text, hasBegun, onNews);
    }
    if (!hasBegun && silentMs >= answersWithinMs)
      return 'The service was started, and says nothing';
    if (silentMs === silentAfterMs) tellOfSilence(text, onNews);
    await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return '';
}

/** @returns whether it has begun */
function tell(text: string, hasBegun: boolean, onNews: Watch['onNews']): boolean {
  const { data: noted } = notes.safeParse(parseJson(text));
  if (noted === undefined) return hasBegun;
  if (!hasBegun) onNews({ event: 'standing-by', name: noted.name });
  onNews(newsOf(noted));
  return true;
}

function newsOf({ copied_at, out_of_reach, problem }: z.infer<typeof notes>): StandbyNews {
  const at = copied_at === null ? null : new Date(copied_at).toISOString();
  if (problem !== null) return { event: 'failed', sentence: problem };
  if (out_of_reach) return { event: 'out-of-reach', at };
  return at === null ? { event: 'copying', done: 0 } : { event: 'copied', at };
}

/** While the other computer does not answer there is nothing to note. */
function tellOfSilence(text: string | null, onNews: Watch['onNews']): void {
  const { data: noted } = notes.safeParse(parseJson(text ?? ''));
  if (noted?.out_of_reach === true) return;
  onNews({ event: 'failed', sentence: 'The service does not note anything any more' });
}

async function readNotes(file: string, log: Log): Promise<string | null> {
  try {
    return (await readFileIfPresent(file))?.toString('utf8') ?? null;
  } catch (error) {
    log.warn('What the standby has noted could not be read', error);
    return null;
  }
}
