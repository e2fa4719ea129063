import { Variant } from '@jellybrick/dbus-next';
import type { SessionBus } from '../desktop-bus/session-bus.ts';

const launcherPath = '/com/canonical/unity/launcherentry/1';
const launcherInterface = 'com.canonical.Unity.LauncherEntry';
/** The name of the desktop file that the packages install. */
const application = 'application://future-talk.desktop';

/**
 * The count beside the app's icon in docks and taskbars of Linux (Plasma's, Ubuntu's and others
 * listen for it). Electron tells them only by way of libunity, which few desktops have any longer.
 */
export function showLauncherCount(bus: Pick<SessionBus, 'emit'>, count: number): void {
  const properties = {
    count: new Variant('x', BigInt(count)),
    'count-visible': new Variant('b', count > 0),
  };
  bus.emit(launcherPath, launcherInterface, 'Update', 'sa{sv}', [application, properties]);
}
