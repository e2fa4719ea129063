import { readFileSync } from 'node:fs';
import type { AppearanceChoices } from '#ipc/appearance.ts';
import { isWindowPlace } from './windows/window-place.ts';
import type { WindowPlace } from './windows/window-place.ts';

type Theme = AppearanceChoices['theme'];

/** What of the settings the window needs to open. */
export interface FirstChoices {
  windowPlace: WindowPlace | null;
  theme: Theme;
  /** The whole file, of which nothing has been checked. */
  written: Record<string, unknown>;
}

const themes: Record<Theme, true> = { system: true, light: true, dark: true };

/**
 * Reads the settings before what checks them as a whole has been read itself. Whatever is not as it
 * should be counts as not chosen: the settings themselves deal with it a little later.
 */
export function readFirstChoices(file: string): FirstChoices {
  const written = readObject(file);
  const { windowPlace, appearance } = written;
  const theme = isObject(appearance) ? appearance.theme : undefined;
  return {
    windowPlace: isWindowPlace(windowPlace) ? windowPlace : null,
    theme: isTheme(theme) ? theme : 'system',
    written,
  };
}

function readObject(file: string): Record<string, unknown> {
  try {
    const written: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(written) ? written : {};
  } catch {
    // Not there at the first start. What else keeps it from being read is told by the settings.
    return {};
  }
}

function isTheme(value: unknown): value is Theme {
  return typeof value === 'string' && Object.hasOwn(themes, value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
