import type { ConnectionState } from '#ipc/app.ts';
import type { HostingState } from '#ipc/hosting.ts';
import { t } from '../language/texts.ts';

/** What the tray tells of. */
export interface TrayFacts {
  unread: number;
  /** Null while nobody is signed in. */
  connection: ConnectionState['status'] | null;
  hosting: HostingState['status'];
  /** The name of what is hosted here, and of the server that is used. */
  hostedName: string | null;
  serverName: string | null;
  isQuiet: boolean;
}

export interface TrayView {
  icon: { unread: number; isOffline: boolean; isQuiet: boolean };
  /** Short sentences, the first of which is the name of the app. */
  lines: string[];
}

/** What the tray shows for them. */
export function describeTray(facts: TrayFacts): TrayView {
  const { unread, connection, isQuiet } = facts;
  const isOffline = connection !== null && connection !== 'online';
  const lines = [
    t('app.name'),
    connectionLine(facts),
    hostingLine(facts),
    unreadLine(unread),
    isQuiet ? t('system.quiet') : null,
  ];
  return {
    icon: { unread, isOffline, isQuiet },
    lines: lines.filter((line) => line !== null),
  };
}

function connectionLine({ connection, serverName }: TrayFacts): string | null {
  if (connection === null) return t('tray.signedOut');
  const server = serverName ?? t('app.name');
  return t(connection === 'online' ? 'tray.online' : 'tray.offline', { server });
}

function hostingLine({ hosting, hostedName }: TrayFacts): string | null {
  const name = hostedName ?? t('app.name');
  if (hosting === 'running') return t('tray.hosting', { name });
  // One that comes or has gone says so on its page.
  if (['stopped', 'arriving', 'moved'].includes(hosting)) return null;
  return t('tray.hostingTrouble', { name });
}

function unreadLine(unread: number): string | null {
  if (unread === 0) return null;
  return t('conversations.unread', { count: unread });
}
