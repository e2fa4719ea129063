import { MediaQuery } from 'svelte/reactivity';
import type { AppearanceChoices } from '#ipc/appearance.ts';
import { call } from '../../lib/bridge.ts';

const asNothingWasChosen: AppearanceChoices = {
  theme: 'system',
  contrast: 'system',
  density: 'comfortable',
};

/** How the app looks. Light and dark are main's: the page sees them as the system's own choice. */
export class AppearanceState {
  readonly #systemWantsContrast = new MediaQuery('prefers-contrast: more');
  choices = $state.raw<AppearanceChoices>(asNothingWasChosen);

  readonly isHighContrast = $derived(
    this.choices.contrast === 'high' || this.#systemWantsContrast.current,
  );

  /** @param known what main has said already */
  constructor(known?: AppearanceChoices) {
    if (known !== undefined) this.choices = known;
  }

  /** Throws CallError. */
  async load(): Promise<void> {
    this.choices = await call('getAppearance');
  }

  /** Seen at once; throws CallError when it could not be kept. */
  async change(changed: Partial<AppearanceChoices>): Promise<void> {
    this.choices = { ...this.choices, ...changed };
    await call('setAppearance', this.choices);
  }
}
