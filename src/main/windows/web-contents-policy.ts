import { app, session, systemPreferences } from 'electron';
import type { WebContents } from 'electron';

/**
 * What no page of ours may do, whatever it has come to run: leave, open windows, embed other
 * pages, or use devices other than the microphone. Links of messages are
 * opened by a call that checks them.
 */
export function restrictWebContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    restrict(contents);
  });
}

function restrict(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (details) => {
    details.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
}

/**
 * To be called once the app is ready. Our own page may listen to the microphone, for voice notes, and
 * nothing else; main does whatever else needs permission.
 */
export function restrictPermissions(pageOrigin: string): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const isOurs = details.isMainFrame && originOf(details.requestingUrl) === pageOrigin;
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const isMicrophone = permission === 'media' && kinds.join() === 'audio';
    if (isOurs && isMicrophone) allowMicrophone().then(decide, () => decide(false));
    else decide(false);
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const isOurs = details.isMainFrame && originOf(requestingOrigin) === pageOrigin;
    return isOurs && permission === 'media' && details.mediaType === 'audio';
  });
  defaultSession.setDevicePermissionHandler(() => false);
}

/** macOS has its own say. */
async function allowMicrophone(): Promise<boolean> {
  if (process.platform !== 'darwin') return true;
  return systemPreferences.askForMediaAccess('microphone');
}

function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
