import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { ClientError } from '#client/client-error.ts';
import { AppError } from '#protocol/errors.ts';
import { InviteLinkError, parseMoveLink } from '#protocol/invite-link.ts';
import type { InviteLink } from '#protocol/invite-link.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { prepareToServe, requireUsable } from '../db/arrived-database.ts';
import { writeDurably } from '../db/durable-files.ts';
import { requireFreePort } from '../http/free-port.ts';
import type { KeyMaterial } from '../keys/key-material.ts';
import { publicHosts } from '../public-host.ts';
import { StartupError } from '../startup-error.ts';
import { isFullDisk } from '../system-error.ts';
import { OldHost } from './successor-client.ts';
import { SuccessorCopy } from './successor-copy.ts';
import { SuccessorFolder } from './successor-folder.ts';
import type { Arrived } from './successor-folder.ts';

export type TakeOverStep = 'copying' | 'finishing';

export interface TakeOverOptions {
  /** As the computer that has the server gave it. */
  link: string;
  /** The data folder that is to be: not there, empty, or of a server that has moved away. */
  dataFolder: string;
  /** What is to open the database here. */
  material: KeyMaterial;
  /** What the server is to listen on. */
  host: string;
  port: number;
  onProgress: (at: { step: TakeOverStep; done: number }) => void;
}

/** Less than this is fetched within a moment: then nothing new need be taken for longer than that. */
const restMaxBytes = 8 * 1_048_576;
const roundsMax = 5;

/**
 * Takes a server over from another computer. When this resolves, that one has given it up and all of
 * it is in the data folder.
 * @throws StartupError with a sentence for people: the other computer goes on then, unless it says
 * that this could not be confirmed
 */
export async function takeOver(options: TakeOverOptions): Promise<Arrived> {
  const link = readMoveLink(options.link);
  const { material } = options;
  const folder = new SuccessorFolder(options.dataFolder);
  folder.begin();
  try {
    const { host, joined } = await OldHost.join(link, null);
    try {
      const { name, registration, database_key } = joined;
      const received = { identity: link.key, key: Buffer.from(database_key, 'hex') };
      const epoch = await receive(host, folder, received, options);
      if (material.file !== null) {
        writeDurably(folder.path, material.file.name, material.file.content);
      }
      const server = { name, registration, identity: link.key, epoch };
      await confirm(host, folder, server, addressesOf(options.host, options.port));
    } catch (cause) {
      if (!(cause instanceof UnconfirmedError)) await host.giveUp();
      throw cause;
    } finally {
      await host.close();
    }
    return folder.finish();
  } catch (cause) {
    if (!(cause instanceof UnconfirmedError)) folder.abandon();
    throw explainMove(cause);
  }
}

/** What has come but could not be confirmed is put in its place. @throws StartupError */
export function finishTakeOver(dataFolder: string): Arrived {
  return new SuccessorFolder(dataFolder).finish();
}

/** All of it, proved and ready to serve; answers the epoch under which it will. */
async function receive(
  host: OldHost,
  folder: SuccessorFolder,
  { identity, key }: { identity: string; key: Uint8Array },
  { onProgress, material, ...place }: TakeOverOptions,
): Promise<number> {
  const file = join(folder.path, 'received', databaseFileName);
  const received = { file, key, identity };
  const copy = await SuccessorCopy.open(folder.path, file);
  const progress = (step: TakeOverStep) => (done: number) => {
    onProgress({ step, done });
  };
  for (let round = 1; round <= roundsMax; round += 1) {
    const { bytes } = await copy.update(host, false, progress('copying'));
    // What would not do later is said before anybody has to wait.
    if (round === 1) requireUsable(received);
    if (bytes < restMaxBytes) break;
  }
  await requireFreePort(place.host, place.port);
  progress('finishing')(0);
  await copy.update(host, true, progress('finishing'));
  const target = { file: join(folder.path, databaseFileName), key: material.key };
  return prepareToServe(received, target, { mayLackEvents: false });
}

/** Says to the other computer that all is here. @throws UnconfirmedError where that stays unheard */
export async function confirm(
  host: OldHost,
  folder: SuccessorFolder,
  server: Arrived,
  addresses: string[],
): Promise<void> {
  folder.arrive(server);
  try {
    await host.complete(addresses, server.epoch);
  } catch (cause) {
    // It is not known what the other computer has heard: what has come may be all that there is.
    if (cause instanceof ClientError) throw new UnconfirmedError(cause);
    folder.revoke();
    throw cause;
  }
}

/** What has come stays, and does not serve. */
class UnconfirmedError extends StartupError {
  constructor(cause: ClientError) {
    super(
      'The server has come, but the other computer did not confirm that it has given it up. Look ' +
        'there: if it says that the server has moved, or does not run any more, take over with --finish',
      { cause },
    );
  }
}

/** Where others find what listens on this computer, the likeliest first. */
export function addressesOf(listensOn: string, port: number): string[] {
  const hosts = publicHosts(listensOn, networkInterfaces());
  return hosts.map((host) => `${host.includes(':') ? `[${host}]` : host}:${String(port)}`);
}

/** @throws StartupError for what is no such link */
export function readMoveLink(text: string): InviteLink & { code: string } {
  try {
    return parseMoveLink(text);
  } catch (cause) {
    if (cause instanceof InviteLinkError) throw new StartupError(cause.message, { cause });
    throw cause;
  }
}

/** For people; what is not expected stays as it is. */
export function explainMove(cause: unknown): unknown {
  if (cause instanceof AppError && cause.code === 'MOVE_OVER') {
    return new StartupError(
      'The link is not good any more, or the other computer has ended the move: make a new one there',
      { cause },
    );
  }
  if (cause instanceof AppError && cause.code === 'SERVER_MOVED') {
    return new StartupError('The server is on yet another computer now: make a link there', {
      cause,
    });
  }
  if (cause instanceof ClientError) {
    return new StartupError(
      'The other computer could not be reached any more; it goes on with the server as before',
      { cause },
    );
  }
  if (isFullDisk(cause)) {
    return new StartupError('The disk of this computer has no room for the server', { cause });
  }
  return cause;
}
