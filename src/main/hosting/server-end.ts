import { words } from '#messages/catalogue.ts';
import type { TextKey, Words } from '#messages/catalogue.ts';

/** The server's last sentences, which are English and for its log, and what a person is told. */
type EndKey = Extract<TextKey, `failure.hosting.${string}` | `failure.takeOver.${string}`>;

const ends: readonly (readonly [RegExp, EndKey])[] = [
  [/\bhas moved to\b/i, 'failure.hosting.moved'],
  [/\blink cannot be used\b|\bnot a link to move\b/i, 'failure.takeOver.notALink'],
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

export function wordsForServerEnd(lastSentence: string): Words {
  const known = ends.find(([pattern]) => pattern.test(lastSentence));
  return words(known?.[1] ?? 'failure.hosting.ended');
}
