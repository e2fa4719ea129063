import type { LanguageState } from '#ipc/language.ts';
import { languageAmong } from '#messages/languages.ts';
import type { Language } from '#messages/languages.ts';
import { loadSpeaker } from '#messages/load-speaker.ts';
import type { SettingsFile } from '../settings-file.ts';
import { SerialQueue } from '../storage/serial-queue.ts';
import { speakWith } from './texts.ts';

interface AppLanguageDependencies {
  settings: Pick<SettingsFile, 'current' | 'change'>;
  /** The person's languages in order, as BCP 47 tags. */
  systemLanguages: () => readonly string[];
}

type Listener = (state: LanguageState) => void;

/** Which language the app speaks: the person's choice, or else the system's. */
export class AppLanguage {
  readonly #dependencies: AppLanguageDependencies;
  readonly #changes = new SerialQueue();
  readonly #listeners: Listener[] = [];

  constructor(dependencies: AppLanguageDependencies) {
    this.#dependencies = dependencies;
  }

  get state(): LanguageState {
    const { settings, systemLanguages } = this.#dependencies;
    const choice = settings.current.language;
    const systemLanguage = languageAmong(systemLanguages());
    return { language: choice ?? systemLanguage, choice, systemLanguage };
  }

  /** Each is told of every change, after main speaks the new language. */
  onChanged(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Before it resolves, main speaks English. */
  async begin(): Promise<void> {
    speakWith(await loadSpeaker(this.state.language));
  }

  choose(choice: Language | null): Promise<void> {
    return this.#changes.run(async () => {
      await this.#dependencies.settings.change({ language: choice });
      await this.begin();
      for (const listener of this.#listeners) listener(this.state);
    });
  }
}
