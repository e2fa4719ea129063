import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PasswordHasher } from '#server/accounts/password-hasher.ts';
import { messagesOf, startOurs } from '../load/our-server.ts';
import type { OurServer } from '../load/our-server.ts';
import { writeHistory } from '../seed/history.ts';
import { MeasuredWindow } from './measured-window.ts';
import { request } from './requests.ts';

/** Of the person whose window is measured. */
export const conversationCount = 200;
const groupCount = 50;
const peopleInGroup = 8;
const password = 'correct horse battery';

/** Of persons 0 and 1, whose windows are opened. */
const names = ['Anna', 'Ben'];

/** In the app's page, once the list of conversations is there. */
export const listSelector = '[data-testid=conversation-item]';

/** A server with a history, and profiles of the app for the people on it. */
export interface Team {
  server: OurServer;
  /**
   * A profile in which the app was used before.
   * @param cachedMessages how many of the newest messages it has seen, over all conversations
   */
  profileOf: (person: number, cachedMessages: number) => Promise<string>;
  end: () => Promise<void>;
}

/** Who is in each conversation: person 0 in all, the first of which is with person 1 alone. */
function wholeTeam(): number[][] {
  return Array.from({ length: conversationCount }, (_, index) =>
    index < conversationCount - groupCount
      ? [0, index + 1]
      : [0, ...Array.from({ length: peopleInGroup - 1 }, (__, place) => index - place)],
  );
}

/** @param messageCount over all conversations, as many in each */
export async function startTeam(messageCount: number, memberships = wholeTeam()): Promise<Team> {
  const passwordHash = await new PasswordHasher().hash(password);
  const server = await startOurs({
    peopleCount: conversationCount + 1,
    memberships,
    more: (database, world) => {
      database.prepare('UPDATE user SET password_hash = ?').run(passwordHash);
      const rename = database.prepare('UPDATE user SET display_name = ? WHERE id = ?');
      for (const [person, name] of names.entries()) rename.run(name, world.people[person]?.id);
      writeHistory(database, world, messageCount);
    },
  });
  await writeFrom(1, server);
  const profiles: string[] = [];
  return {
    server,
    profileOf: async (person, cachedMessages) => {
      const profile = newProfile();
      profiles.push(profile);
      await useOnce(profile, new URL(server.url).host, person, cachedMessages);
      return profile;
    },
    end: async () => {
      await server.stop();
      for (const profile of profiles) removeProfile(profile);
    },
  };
}

/** The conversation of persons 0 and 1 is the first of the list, where it is seen. */
async function writeFrom(person: number, { url, world }: OurServer): Promise<void> {
  const token = world.people[person]?.token ?? '';
  await request(url, token, 'POST', messagesOf(world.conversations[0]), {
    content: 'Good morning',
  });
}

export function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'future-talk-bench-profile-'));
}

export function removeProfile(profile: string): void {
  rmSync(profile, { recursive: true, force: true });
}

async function useOnce(profile: string, address: string, person: number, cachedMessages: number) {
  const selector = '[data-testid=screen-first-run]';
  const { window } = await MeasuredWindow.open('app', { profile, selector });
  try {
    await window.inPage('begin', {
      address,
      username: `person-${String(person)}`,
      password,
      messagesEach: Math.ceil(cachedMessages / conversationCount),
    });
    await window.inPage('whenPainted', { selector: listSelector });
  } finally {
    await window.quit();
  }
}
