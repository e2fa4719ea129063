import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatherJob } from '../load/crowd.ts';
import { teamOf } from './team.ts';
import { writeTeamHistory } from './team-history.ts';
import { seedWorld } from './world.ts';

type Team = Pick<GatherJob, 'people' | 'conversations'>;

/** Tokens in it end a day after it was made. */
const keptMaxMs = 20 * 3_600_000;

/** Made once, since it takes a minute or two. */
function seededTeam(teamSize: number, cacheFolder: string): Team & { kept: string } {
  const kept = join(cacheFolder, `team-${String(teamSize)}`);
  const note = join(kept, 'team.json');
  if (existsSync(note) && Date.now() - statSync(note).mtimeMs < keptMaxMs) {
    return { kept, ...(JSON.parse(readFileSync(note, 'utf8')) as Team) };
  }
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  const { memberships, histories, conversationsOf } = teamOf(teamSize);
  const world = seedWorld(kept, teamSize, memberships, (database, seeded) => {
    writeTeamHistory(database, seeded, histories);
  });
  const people = world.people.map(({ token }, place) => ({
    token,
    conversations: conversationsOf[place] ?? [],
  }));
  const { conversations } = world;
  writeFileSync(note, JSON.stringify({ people, conversations }));
  return { kept, people, conversations };
}

/** A data folder of its own with a team in it, to be removed after. */
export function seedTeam(teamSize: number, cacheFolder: string): Team & { folder: string } {
  const { kept, people, conversations } = seededTeam(teamSize, cacheFolder);
  const folder = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
  cpSync(kept, folder, { recursive: true });
  return { folder, people, conversations };
}
