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

interface LaunchOptions {
  isInspected?: boolean;
}

export interface OurServerOptions extends LaunchOptions {
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

export async function startBuilt(
  dataFolder: string,
  more: readonly string[] = [],
  launch: LaunchOptions = {},
) {
  const options = ['--json', '--port', '0', '--data', dataFolder, '--no-announce'];
  const all = [...options, '--send-limit', anyNumberOfSends, ...more];
  return Program.start<{ url: string; identity: string }>('out/server/main.js', all, launch);
}

/** The server as it is built, with everything on, on a data folder that was filled before. */
export async function startOurs({
  peopleCount,
  memberships,
  more,
  ...launch
}: OurServerOptions): Promise<OurServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
  const world = seedWorld(dataFolder, peopleCount, memberships, more);
  const program = await startBuilt(dataFolder, [], launch);
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
