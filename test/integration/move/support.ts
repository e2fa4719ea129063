import { randomBytes } from 'node:crypto';
import type { ServerMoved, MoveStatus } from '#protocol/move.ts';
import { takeOver } from '#server/move/successor.ts';
import type { TakeOverOptions } from '#server/move/successor.ts';
import type { ChatClient } from '#client/chat-client.ts';
import type { TestPerson } from '../../support/rest.ts';
import { folderForTest, ServerProcess } from '../../support/server-process.ts';
import { freePort } from '../client/support/fragile-network.ts';

/** The link by which another computer takes the administrator's server over. */
export async function moveLink(admin: TestPerson): Promise<string> {
  const { body, status } = await admin.post<MoveStatus>('/admin/move');
  if (status !== 200 || body.link === null) throw new Error(`no link: ${JSON.stringify(body)}`);
  return body.link;
}

/** Goes after the server, as the app does; answers where it was sent. */
export function followMoves(client: ChatClient): ServerMoved[] {
  const moves: ServerMoved[] = [];
  client.on('serverMoved', (moved) => {
    moves.push(moved);
    const [address] = moved.addresses;
    if (address !== undefined) client.moveTo(`http://${address}`);
  });
  return moves;
}

/** What the process that takes over is to say. */
export async function saysLine(server: ServerProcess, event: string): Promise<{ url: string }> {
  const ended = server.ended.then(({ stderr }) => {
    throw new Error(`it ended before it said ${event}: ${stderr}`);
  });
  ended.catch(() => undefined);
  for (;;) {
    const lines = server.stdout.split('\n').slice(0, -1);
    const found = lines.find((line) => line.includes(`"event":"${event}"`));
    if (found !== undefined) return JSON.parse(found) as { url: string };
    await Promise.race([ended, server.heard()]);
  }
}

/** The program on the computer that takes over, under a key from its parent as in the app. */
export async function takeOverProcess(
  link: string,
  folder: string,
): Promise<{ process: ServerProcess; port: number }> {
  const port = await freePort();
  const options = ['take-over', '--json', '--port', String(port), '--data', folder];
  const process = ServerProcess.launch({
    options: [...options, '--send-limit', '1000000', '--key-stdin'],
    input: `${randomBytes(32).toString('hex')}\n${link}\n`,
  });
  return { process, port };
}

/** Takes over within this process, up to the moment at which it would serve. */
export async function comeOver(
  link: string,
  options: Partial<TakeOverOptions> = {},
): Promise<{ folder: string; key: Uint8Array; port: number }> {
  const key = randomBytes(32);
  const port = options.port ?? (await freePort());
  const folder = options.dataFolder ?? folderForTest();
  await takeOver({
    ...{ link, dataFolder: folder, host: '127.0.0.1', port },
    material: { key, file: null },
    onProgress: () => undefined,
    ...options,
  });
  return { folder, key, port };
}
