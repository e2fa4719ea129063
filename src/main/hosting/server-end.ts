import { words } from '#messages/catalogue.ts';
import type { TextKey, Words } from '#messages/catalogue.ts';

/** The server's last sentences, which are English and for its log, and what a person is told. */
type EndKey = Extract<
  TextKey,
  `failure.hosting.${string}` | `failure.takeOver.${string}` | `failure.standby.${string}`
>;

const ends: readonly (readonly [RegExp, EndKey])[] = [
  [/\bhas moved to\b/i, 'failure.hosting.moved'],
  [/\blink cannot be used\b|\bnot a link to move\b/i, 'failure.takeOver.notALink'],
  [/\byet another computer\b/i, 'failure.standby.moved'],
  [/\bstands by for a server already\b/i, 'failure.standby.here'],
  [/\bThe computer that has the server does not answer\b/i, 'failure.standby.unanswered'],
  [/\bno whole copy of the server\b/i, 'failure.standby.noCopy'],
  [/\bcannot be read with this key\b/i, 'failure.standby.key'],
  [/\blink is not good any more\b/i, 'failure.takeOver.link'],
  [/\bcannot be reached from this computer\b/i, 'failure.takeOver.unreachable'],
  [/\bAnother server answers\b/i, 'failure.takeOver.otherServer'],
  [/\bcould not be reached any more\b/i, 'failure.takeOver.lost'],
  [/\bdid not confirm\b|\bwas not confirmed\b/i, 'failure.takeOver.unconfirmed'],
  [/\bno room for the server\b/i, 'failure.takeOver.noRoom'],
  [/\bThere is a server in\b/i, 'failure.takeOver.serverHere'],
  [/\bport \d+ is (already )?in use\b/i, 'failure.hosting.portInUse'],
  [/\busing the data folder\b/i, 'failure.hosting.folderInUse'],
  [/\bnewer version\b/i, 'failure.hosting.newerData'],
  [/\bcannot be written\b|\bdisk is full\b/i, 'failure.hosting.cannotWrite'],
];

/** Whether trying again would come to the same. */
export function isKnownEnd(lastSentence: string): boolean {
  return ends.some(([pattern]) => pattern.test(lastSentence));
}

/** Where a server has gone that says so when it is started; null where it does not. */
export function whereMoved(lastSentence: string): string[] | null {
  const found = /\bhas moved to (\S+:\d+) on\b/.exec(lastSentence);
  if (found?.[1] !== undefined) return [found[1]];
  return /\bhas moved\b/.test(lastSentence) ? [] : null;
}

export function wordsForServerEnd(lastSentence: string): Words {
  const known = ends.find(([pattern]) => pattern.test(lastSentence));
  return words(known?.[1] ?? 'failure.hosting.ended');
}
