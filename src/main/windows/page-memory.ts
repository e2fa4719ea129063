import { app } from 'electron';

/** MiB of each half of the space for young objects. */
const youngHalf = 4;

/**
 * Keeps what pages take for garbage small. V8 lets the space for young objects grow to several times as much when much
 * comes at once, and gives it back late. To be called before the app is ready; what the person asks of V8 is kept.
 */
export function limitPageMemory(): void {
  const asked = app.commandLine.getSwitchValue('js-flags');
  app.commandLine.appendSwitch(
    'js-flags',
    `${asked} --max-semi-space-size=${String(youngHalf)}`.trim(),
  );
}
