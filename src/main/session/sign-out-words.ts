import type { SignOutReason } from '#client/chat-client.ts';
import { words } from '#messages/catalogue.ts';
import type { Words } from '#messages/catalogue.ts';

/** Why the person was signed out, when it was not their own doing here; null when it was. */
export function wordsForSignOut(reason: SignOutReason): Words | null {
  switch (reason) {
    case 'signed_out':
      return null;
    case 'ended_elsewhere':
      return words('signedOut.elsewhere');
    case 'password_changed':
      return words('signedOut.passwordChanged');
    case 'token_reused':
      return words('signedOut.keyUsedTwice');
    default:
      return words(`failure.${reason}`);
  }
}
