import { loadSpeaker } from '#messages/load-speaker.ts';
import { englishSpeaker } from '#messages/speaker.ts';
import { isolate } from '#messages/isolate.ts';
import type { Parameters, TextKey, Words } from '#messages/catalogue.ts';
import type { Language } from '#messages/languages.ts';

let speaker = $state.raw(englishSpeaker);
let wanted: Language = 'en';

/** The text for a key, in the language that is spoken; whatever shows it follows a change. */
export function t<K extends TextKey>(key: K, ...parameters: Parameters<K>): string {
  return speaker.t(key, ...parameters);
}

/** A text that main has chosen. */
export function say(words: Words): string {
  return speaker.say(words);
}

/** In which direction the language is written, and with it the page. */
export function direction(): 'ltr' | 'rtl' {
  return speaker.direction;
}

/** A name as part of a list or line that is put together outside the catalogue. */
export function isolated(name: string): string {
  return isolate(name, speaker.direction);
}

/** From now on the page speaks this language. */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  const loaded = await loadSpeaker(language);
  // While it was read, another may have been chosen.
  if (wanted !== language) return;
  speaker = loaded;
  document.documentElement.lang = language;
  document.documentElement.dir = loaded.direction;
}

/** Formats that are made once for each language: making one is slow, using it is not. */
export function perLanguage<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const key = speaker.locale;
    const present = made.get(key);
    if (present !== undefined) return present;
    const formats = make(key);
    made.set(key, formats);
    return formats;
  };
}
