import { words } from '#messages/catalogue.ts';
import type { TextKey, Words } from '#messages/catalogue.ts';

/** The server's last sentences, which are English and for its log, and what a person is told. */
const ends: readonly (readonly [RegExp, Extract<TextKey, `failure.hosting.${string}`>])[] = [
  [/\bport \d+ is (already )?in use\b/i, 'failure.hosting.portInUse'],
  [/\busing the data folder\b/i, 'failure.hosting.folderInUse'],
  [/\bnewer version\b/i, 'failure.hosting.newerData'],
  [/\bcannot be written\b|\bdisk is full\b/i, 'failure.hosting.cannotWrite'],
];

export function wordsForServerEnd(lastSentence: string): Words {
  const known = ends.find(([pattern]) => pattern.test(lastSentence));
  return words(known?.[1] ?? 'failure.hosting.ended');
}
