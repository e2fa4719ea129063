import { nativeTheme } from 'electron';
import type { appearanceCalls } from '#ipc/appearance.ts';
import type { SettingsFile } from '../settings-file.ts';
import type { Handlers } from './handlers.ts';

export function createAppearanceHandlers(
  settings: SettingsFile,
): Handlers<keyof typeof appearanceCalls> {
  return {
    getAppearance: () => settings.current.appearance,
    setAppearance: (appearance) => {
      // The page, the system's menus and the window's ground all follow it.
      nativeTheme.themeSource = appearance.theme;
      return settings.change({ appearance });
    },
  };
}
