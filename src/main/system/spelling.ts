import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { app, session } from 'electron';
import type { SpellLanguage } from '#ipc/system.ts';
import type { Log } from '../logging/log.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';
import { appOrigin } from '../windows/asset-path.ts';

/** What Chromium calls its file of each language; it reads what is there, and fetches only the rest. */
const chromiumFiles: Record<SpellLanguage, string> = {
  'en-US': 'en-US-10-1.bdic',
  de: 'de-DE-3-0.bdic',
  es: 'es-ES-3-0.bdic',
  ru: 'ru-RU-3-0.bdic',
};

const spellLanguages = Object.keys(chromiumFiles) as SpellLanguage[];

/** macOS checks spelling by itself, in the languages that its settings name. */
export const checksSpellingByItself = process.platform === 'darwin';

/**
 * Spelling is checked with the dictionaries that come with the app. To be called before a window
 * is opened: without a place of our own to fetch from, Chromium would ask Google for dictionaries.
 */
export async function prepareSpelling(bundledFolder: string, log: Log): Promise<void> {
  if (checksSpellingByItself) return;
  // Nothing is served there.
  session.defaultSession.setSpellCheckerDictionaryDownloadURL(`${appOrigin}/no-dictionaries/`);
  const folder = path.join(app.getPath('userData'), 'Dictionaries');
  await Promise.all(
    spellLanguages.map((language) =>
      putDictionary(
        path.join(bundledFolder, `${language}.bdic`),
        path.join(folder, chromiumFiles[language]),
      ).catch((error: unknown) => {
        log.warn(`The dictionary for ${language} could not be put in place`, error);
      }),
    ),
  );
}

/** Checks spelling in these languages, or not at all. */
export function checkSpelling(languages: readonly SpellLanguage[]): void {
  if (checksSpellingByItself) return;
  const { defaultSession } = session;
  defaultSession.setSpellCheckerLanguages([...languages]);
  defaultSession.setSpellCheckerEnabled(languages.length > 0);
}

/** The languages that the person prefers, as far as there are dictionaries for them. */
export function preferredSpelling(preferred: readonly string[]): SpellLanguage[] {
  const wanted = preferred.map((tag) => tag.split('-', 1)[0]?.toLowerCase());
  return spellLanguages.filter((language) => wanted.includes(language.split('-', 1)[0]));
}

async function putDictionary(from: string, to: string): Promise<void> {
  // The window waits for it, and the answer is almost always that all is well.
  const present = statSync(to, { throwIfNoEntry: false });
  if (present?.size !== statSync(from).size) await writeFileAtomically(to, await readFile(from));
}
