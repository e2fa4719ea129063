import { app, session, shell } from 'electron';
import type { WebContents } from 'electron';
import type { Log } from '../logging/log.ts';
import { isExternalLink } from './external-link.ts';

/**
 * What no page of ours may do, whatever it has come to run: leave, open windows, embed other
 * pages, or use devices. Links go to the person's own browser.
 */
export function restrictWebContents(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    restrict(contents, log);
  });
}

function restrict(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalLink(url)) {
      shell.openExternal(url).catch((error: unknown) => {
        log.warn('No program opened the link', error);
      });
    }
    return { action: 'deny' };
  });
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

/** To be called once the app is ready. Pages ask for nothing: main does what needs permission. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}
