import type { ConnectionState } from '#ipc/app.ts';
import type { HostingState } from '#ipc/hosting.ts';
import { fill, words } from '../words.ts';

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
    words.appName,
    connectionLine(facts),
    hostingLine(facts),
    unreadLine(unread),
    isQuiet ? words.trayQuiet : null,
  ];
  return {
    icon: { unread, isOffline, isQuiet },
    lines: lines.filter((line) => line !== null),
  };
}

function connectionLine({ connection, serverName }: TrayFacts): string | null {
  if (connection === null) return words.traySignedOut;
  const server = serverName ?? words.appName;
  return fill(connection === 'online' ? words.trayOnline : words.trayOffline, { server });
}

function hostingLine({ hosting, hostedName }: TrayFacts): string | null {
  const name = hostedName ?? words.appName;
  if (hosting === 'running') return fill(words.trayHosting, { name });
  return hosting === 'stopped' ? null : fill(words.trayHostingTrouble, { name });
}

function unreadLine(unread: number): string | null {
  if (unread === 0) return null;
  return unread === 1 ? words.trayUnreadOne : fill(words.trayUnread, { count: unread });
}
