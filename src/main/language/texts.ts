import type { Parameters, TextKey } from '#messages/catalogue.ts';
import { isolate } from '#messages/isolate.ts';
import { englishSpeaker } from '#messages/speaker.ts';
import type { Speaker } from '#messages/speaker.ts';

let speaker = englishSpeaker;

/** Main has one voice: what menus, notifications and dialogs say from now on. */
export function speakWith(next: Speaker): void {
  speaker = next;
}

/** What times follow. */
export function locale(): string {
  return speaker.locale;
}

/** The text for a key, in the language that the app speaks at this moment. */
export function t<K extends TextKey>(key: K, ...parameters: Parameters<K>): string {
  return speaker.t(key, ...parameters);
}

/** A name that stands by itself, or in what is put together outside the catalogue. */
export function isolated(name: string): string {
  return isolate(name, speaker.direction);
}
