import type { SpellLanguage, SystemChoices, SystemState } from '#ipc/system.ts';
import type { Log } from '../logging/log.ts';
import { isQuiet } from '../notifications/quiet.ts';
import type { SettingsFile } from '../settings-file.ts';

export interface SystemDependencies {
  settings: SettingsFile;
  hasTray: () => boolean;
  /** Others need the app to run, or a copy that follows here does. */
  isNeeded: () => boolean;
  /** Null where the operating system checks spelling by itself. */
  preferredSpelling: SpellLanguage[] | null;
  checkSpelling: (languages: readonly SpellLanguage[]) => void;
  setStartAtLogin: (wanted: boolean) => Promise<void>;
  /** Told before it is on disk. */
  onChanged: (state: SystemState, changed: Partial<SystemChoices>) => void;
  log: Log;
  now: () => number;
}

/** How the app behaves on this computer: what the person chose, and what follows from it. */
export class SystemController {
  readonly #dependencies: SystemDependencies;
  #quietTimer: NodeJS.Timeout | undefined;

  constructor(dependencies: SystemDependencies) {
    this.#dependencies = dependencies;
    this.#applySpelling();
    this.#awaitEndOfQuiet();
  }

  get choices(): SystemChoices {
    return this.#dependencies.settings.system;
  }

  /**
   * Whether the app goes on without its window: where a tray shows it, and while others need the
   * server that it hosts, or a copy here follows one.
   */
  get staysOpen(): boolean {
    const { hasTray, isNeeded } = this.#dependencies;
    return this.choices.staysOpen ?? (hasTray() || isNeeded());
  }

  get state(): SystemState {
    const { hasTray } = this.#dependencies;
    const { choices, staysOpen } = this;
    return { choices, staysOpen, hasTray: hasTray(), spelling: this.#spelling };
  }

  /** Throws, with nothing changed, when the system does not let the app start at login. */
  async change(changed: Partial<SystemChoices>): Promise<SystemState> {
    const { settings, setStartAtLogin, onChanged } = this.#dependencies;
    if (changed.startsAtLogin !== undefined) await setStartAtLogin(changed.startsAtLogin);
    const saved = settings.change({ system: { ...settings.current.system, ...changed } });
    if (changed.spelling !== undefined) this.#applySpelling();
    if (changed.quiet !== undefined) this.#awaitEndOfQuiet();
    onChanged(this.state, changed);
    await saved;
    return this.state;
  }

  stop(): void {
    clearTimeout(this.#quietTimer);
  }

  get #spelling(): SpellLanguage[] | null {
    const { preferredSpelling } = this.#dependencies;
    return preferredSpelling === null ? null : (this.choices.spelling ?? preferredSpelling);
  }

  #applySpelling(): void {
    const languages = this.#spelling;
    if (languages !== null) this.#dependencies.checkSpelling(languages);
  }

  #awaitEndOfQuiet(): void {
    clearTimeout(this.#quietTimer);
    const { now, onChanged, log } = this.#dependencies;
    const { quiet } = this.choices;
    if (typeof quiet !== 'number' || !isQuiet(quiet, now())) return;
    // Timers of Node hold 24 days; the menus offer less.
    const delayMs = Math.min(quiet - now(), 2 ** 31 - 1);
    this.#quietTimer = setTimeout(() => {
      log.info('Do not disturb has ended');
      onChanged(this.state, { quiet: null });
    }, delayMs);
    this.#quietTimer.unref();
  }
}
