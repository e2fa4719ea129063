import { app } from 'electron';
import type { AppPlaces } from './app-places.ts';
import { composeApp } from './compose-app.ts';
import { AppLanguage } from './language/app-language.ts';
import type { LinkInbox } from './links/link-inbox.ts';
import { linkAmong } from './links/opened-link.ts';
import { registerLinkScheme } from './links/register-link-scheme.ts';
import { openLog } from './logging/app-log.ts';
import type { EarlyLog } from './logging/early-log.ts';
import type { Beginning } from './open-window.ts';
import { SettingsFile } from './settings-file.ts';
import { attachContextMenu } from './windows/context-menu.ts';

interface Begun {
  places: AppPlaces;
  beginning: Beginning;
  links: LinkInbox;
  /** There is no window yet. */
  isHidden: boolean;
  log: EarlyLog;
}

/** Everything behind the window. */
export async function runApp({ places, beginning, links, isHidden, log }: Begun): Promise<void> {
  log.handTo(openLog(places.logFolder, 'main'));
  log.info(`${app.getName()} ${app.getVersion()} starts on ${process.platform} ${process.arch}`);
  registerLinkScheme();
  links.receive(linkAmong(process.argv));
  const settings = new SettingsFile(places.settingsFile, log);
  await settings.load();
  beginning.useSettings(settings);
  const systemLanguages = () => app.getPreferredSystemLanguages();
  const language = new AppLanguage({ settings, systemLanguages });
  await language.begin();
  const { window } = beginning;
  window.onOpened(attachContextMenu);
  const serverLog = openLog(places.logFolder, 'server');
  const core = { ...beginning, settings, language };
  const { openLink, mayStayHidden } = await composeApp(places, core, { log, serverLog });
  links.onLink((link) => {
    window.bringToFront();
    openLink(link);
  });
  app.on('second-instance', (_event, programArguments) => {
    window.bringToFront();
    links.receive(linkAmong(programArguments));
  });
  app.on('activate', () => {
    window.bringToFront();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  if (isHidden && !mayStayHidden()) window.bringToFront();
}
