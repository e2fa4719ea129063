import { app, session } from 'electron';
import type { WebContents } from 'electron';

/**
 * What no page of ours may do, whatever it has come to run: leave, open windows, embed other
 * pages, or use devices. Links of messages are opened by a call that checks them.
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

/** To be called once the app is ready. Pages ask for nothing: main does what needs permission. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}
