import { call } from '../../lib/bridge.ts';
import { attempt, ignoreShownInPlace } from '../../lib/report-error.ts';
import { drawable } from './emoji-support.ts';
import { loadEmoji } from './emoji-data.ts';
import type { Emoji } from './emoji-data.ts';

const recentMax = 32;
const quickCount = 6;
const usual = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** Which emoji there are, and which this person likes. */
export class EmojiState {
  #all: Promise<Emoji[]> | null = null;
  /** Used lately, the latest first. */
  recent = $state.raw<readonly string[]>([]);
  skinTone = $state(0);
  /** Offered for a reaction without opening the picker. */
  readonly quick = $derived([...new Set([...this.recent, ...usual])].slice(0, quickCount));

  /** Throws CallError. */
  async load(): Promise<void> {
    const { recent, skinTone } = await call('getEmojiChoices');
    this.recent = recent;
    this.skinTone = skinTone;
  }

  all(): Promise<Emoji[]> {
    this.#all ??= loadEmoji().then((emoji) => drawable(emoji));
    return this.#all;
  }

  used(emoji: string): void {
    this.recent = [emoji, ...this.recent.filter((one) => one !== emoji)].slice(0, recentMax);
    this.#save();
  }

  chooseTone(skinTone: number): void {
    this.skinTone = skinTone;
    this.#save();
  }

  #save(): void {
    const choices = { recent: [...this.recent], skinTone: this.skinTone };
    // What was chosen holds until the app ends, saved or not.
    void attempt(() => call('setEmojiChoices', choices), ignoreShownInPlace);
  }
}
