import type { CallName } from '#ipc/index.ts';
import type { Desktop } from './desktop.ts';

type Hindrances = Partial<Record<CallName, 'hold' | 'fail'>>;

/** From now on these calls of the page get no answer, or a failure; all others go through again. */
export async function hinder(desktop: Desktop, hindrances: Hindrances): Promise<void> {
  await desktop.app.evaluate((_electron, wanted) => {
    const { __hindrances: map } = globalThis as unknown as {
      __hindrances: Map<string, string>;
    };
    map.clear();
    for (const [name, hindrance] of Object.entries(wanted)) map.set(name, hindrance);
  }, hindrances);
}
