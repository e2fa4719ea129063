import type { AppearanceChoices } from '#ipc/appearance.ts';
import type { ConnectedServer } from '#ipc/connected-server.ts';
import type { OwnAccount } from '#protocol/accounts.ts';
import { isObject } from '../first-choices.ts';

// What the page is told of values that this app has written itself, before the schemas by which they are
// read otherwise are there. Null for whatever is not what this version writes.

export function serverIn(written: unknown): ConnectedServer | null {
  if (!isObject(written) || !isObject(written.information)) return null;
  const { url, hostedHere, information } = written;
  if (typeof hostedHere !== 'boolean' || !isObject(information.limits)) return null;
  const { name, version, public_key, fingerprint, registration } = information;
  const isWhole = areTexts(url, name, version, public_key, fingerprint, registration);
  return isWhole ? (written as unknown as ConnectedServer) : null;
}

export function accountIn(written: unknown): OwnAccount | null {
  if (!isObject(written) || typeof written.is_admin !== 'boolean') return null;
  const { id, username, display_name: name, avatar_url: picture } = written;
  const isWhole = areTexts(id, username, name) && (picture === null || areTexts(picture));
  return isWhole ? (written as unknown as OwnAccount) : null;
}

/** Not chosen: as the settings have it then. */
export function appearanceIn(written: unknown): AppearanceChoices | null {
  if (written === undefined) return { theme: 'system', contrast: 'system', density: 'comfortable' };
  if (!isObject(written)) return null;
  const { theme, contrast, density } = written;
  return areTexts(theme, contrast, density) ? (written as unknown as AppearanceChoices) : null;
}

function areTexts(...values: unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}
