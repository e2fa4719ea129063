import { consoleLog } from './console-log.ts';
import { GuestBridge } from './guest-bridge.ts';

const bridge = new GuestBridge(async (send) => {
  // It comes while the page draws itself.
  const { composeGuest } = await import('./compose-guest.ts');
  return composeGuest({
    origin: window.location.origin,
    fragment: window.location.hash,
    languages: () => navigator.languages,
    userAgent: navigator.userAgent,
    send,
    log: consoleLog,
  });
});
window.addEventListener('pagehide', () => {
  bridge.leave();
});
// What the preload script does in the app's window.
Object.defineProperty(window, 'futureTalk', { value: bridge });
