import { app } from 'electron';

let isQuitting = false;

/** To be called once: from then on the app knows that its end has begun. */
export function watchQuitting(): void {
  app.on('before-quit', () => {
    isQuitting = true;
  });
}

/** A window that is closed then is not to be hidden instead. */
export function quittingHasBegun(): boolean {
  return isQuitting;
}
