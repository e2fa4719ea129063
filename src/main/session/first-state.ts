import type { AppState } from '#ipc/app.ts';

/** Of an app that has not been anywhere yet. */
export function firstState(version: string, inBrowser = false): AppState {
  return {
    server: null,
    account: null,
    connection: { status: 'offline' },
    signedOutBecause: null,
    keyChange: null,
    inviteCode: null,
    openedLink: null,
    unsentLost: false,
    movedTo: null,
    inBrowser,
    version,
  };
}
