import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { seedWorld } from '../seed/world.ts';
import type { World } from '../seed/world.ts';
import { Program } from './program.ts';

export interface OurServer {
  program: Program<{ url: string; identity: string }>;
  url: string;
  world: World;
  stop: () => Promise<void>;
}

export interface OurServerOptions {
  peopleCount: number;
  memberships: readonly (readonly number[])[];
  more?: (database: Sqlite.Database, world: World) => void;
}

/** Where messages are sent to, and read from. */
export function messagesOf(conversation: { id: string } | undefined): string {
  return `/api/v1/messages/conversations/${conversation?.id ?? ''}/messages`;
}

/** The limit for one person a second is there against people, not against this. */
const anyNumberOfSends = '1000000';

export async function startBuilt(dataFolder: string, more: readonly string[] = []) {
  const options = ['--json', '--port', '0', '--data', dataFolder, '--no-announce'];
  return Program.start<{ url: string; identity: string }>('out/server/main.js', [
    ...options,
    '--send-limit',
    anyNumberOfSends,
    ...more,
  ]);
}

/** The server as it is built, with everything on, on a data folder that was filled before. */
export async function startOurs({
  peopleCount,
  memberships,
  more,
}: OurServerOptions): Promise<OurServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
  const world = seedWorld(dataFolder, peopleCount, memberships, more);
  const program = await startBuilt(dataFolder);
  return {
    program,
    url: program.ready.url,
    world,
    stop: async () => {
      await program.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
