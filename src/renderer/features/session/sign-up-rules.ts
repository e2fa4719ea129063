import { nameTrickIn, settledName } from '#protocol/names/name-tricks.ts';
import {
  countCharacters,
  displayNameMaxCharacters,
  passwordMinCharacters,
  usernameMaxCharacters,
  usernameMinCharacters,
} from '../../lib/limits.ts';
import { t } from '../../lib/messages/catalogue.ts';

/** What is wrong with a username, as the server would see it; null when nothing is. */
export function usernameProblem(username: string): string | null {
  if (username.length === 0) return t('username.required');
  if (!/^[a-z0-9_.-]*$/i.test(username)) return t('username.characters');
  if (username.length < usernameMinCharacters) {
    return t('username.short', { count: usernameMinCharacters });
  }
  if (username.length > usernameMaxCharacters) {
    return t('username.long', { count: usernameMaxCharacters });
  }
  return null;
}

export function newPasswordProblem(password: string): string | null {
  if (countCharacters(password) >= passwordMinCharacters) return null;
  return t('password.short', { count: passwordMinCharacters });
}

export function displayNameProblem(name: string): string | null {
  if (countCharacters(name) > displayNameMaxCharacters) {
    return t('displayName.long', { count: displayNameMaxCharacters });
  }
  const trick = nameTrickIn(settledName(name));
  // An empty field is not a trick: the username stands in for it.
  return trick === null || trick === 'blank' ? null : t(`displayName.${trick}`);
}
