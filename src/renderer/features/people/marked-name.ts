import type { User } from '#protocol/accounts.ts';
import { isBotName } from '#protocol/names/bot-names.ts';
import { t } from '../../lib/messages/catalogue.ts';

/** What somebody is called; a bot, which may be called like a person, with the word that it is one. */
export function markedName({
  username,
  display_name: name,
}: Pick<User, 'username' | 'display_name'>): string {
  return isBotName(username) ? t('people.bot', { name }) : name;
}
