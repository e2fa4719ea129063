import type { placeCalls } from '#ipc/place.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

/** In the person's cache: it is encrypted, and goes with them when they sign out. */
export function createPlaceHandlers(
  appController: AppController,
): Handlers<keyof typeof placeCalls> {
  return {
    getReadingPlace: () => appController.cache?.readingPlace() ?? null,
    setReadingPlace: (place) => {
      appController.cache?.keepReadingPlace(place);
    },
  };
}
