import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import type { Opening } from '#ipc/opening.ts';
import type { ConnectedServer } from '#ipc/connected-server.ts';
import { languageAmong, languages } from '#messages/languages.ts';
import type { Language } from '#messages/languages.ts';
import type { OwnAccount } from '#protocol/accounts.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { AppPlaces } from '../app-places.ts';
import { AppSqlite } from '../cache/app-sqlite.ts';
import { CacheDatabase } from '../cache/cache-database.ts';
import { cacheFileEnding, cacheFolderOf, cacheSecretOf } from '../cache/cache-names.ts';
import { PersonCache } from '../cache/person-cache.ts';
import { isObject } from '../first-choices.ts';
import type { Log } from '../logging/log.ts';
import { passphraseFileOf, secretFileOf, sessionSecretOf } from '../secrets/secret-names.ts';
import { hasKeychain, keychainCipher } from '../secrets/system-keychain.ts';
import { firstState } from '../session/first-state.ts';
import { hashedName } from '../storage/hashed-name.ts';
import { appearanceIn, serverIn, accountIn } from './written-values.ts';

/** As many as the list shows before it has time for the others. */
const shownMax = 40;

type Places = Pick<AppPlaces, 'secretsFolder' | 'cacheFolder'>;

/**
 * What the window opens with, straight from the files: for somebody who is signed in to a server that
 * runs elsewhere, whose list was seen before. Null for everybody else, and where anything is not as this
 * version writes it: the app itself, which is read meanwhile, deals with that.
 * @param written the settings, as they stand in their file
 */
export function readOpening(
  places: Places,
  written: Record<string, unknown>,
  log: Log,
): Opening | null {
  const server = serverIn(written.server);
  const appearance = appearanceIn(written.appearance);
  if (server === null || server.hostedHere || appearance === null) return null;
  try {
    const { secretsFolder } = places;
    if (existsSync(passphraseFileOf(secretsFolder)) || !hasKeychain()) return null;
    const account = readAccount(secretsFolder, server);
    const conversations = account === null ? null : readConversations(places, server, account);
    if (account === null || conversations === null) return null;
    return {
      language: languageIn(written.language),
      appearance,
      keys: {
        lock: 'open',
        keychainIsGone: false,
        recoveryKeyKept: written.recoveryKeyKept === true,
      },
      // The connection is about to be made.
      app: {
        ...firstState(app.getVersion()),
        server,
        account,
        connection: { status: 'connecting' },
      },
      conversations,
    };
  } catch (error) {
    log.warn('The window opens without the list that was seen last', error);
    return null;
  }
}

function readAccount(secretsFolder: string, server: ConnectedServer): OwnAccount | null {
  const identity = server.information.public_key;
  const session = readSecret(secretsFolder, sessionSecretOf(identity));
  if (session?.serverIdentity !== identity || !isObject(session.tokens)) return null;
  return accountIn(session.tokens.account);
}

/** Null where they were never listed as a whole. */
function readConversations(
  { secretsFolder, cacheFolder }: Places,
  { information }: ConnectedServer,
  account: OwnAccount,
): Conversation[] | null {
  const identity = information.public_key;
  const name = hashedName(account.id);
  const file = path.join(cacheFolderOf(cacheFolder, identity), name + cacheFileEnding);
  if (!existsSync(file)) return null;
  const key = readSecret(secretsFolder, cacheSecretOf(identity, name))?.key;
  if (typeof key !== 'string' || !/^[0-9a-f]{64}$/.test(key)) return null;
  const cache = new PersonCache({
    database: new CacheDatabase(AppSqlite, file, key),
    ownId: account.id,
    onFailure: (error) => {
      throw error;
    },
  });
  try {
    return cache.recall(Date.now(), () => {
      const { values, conversations } = cache;
      return values.get('conversationsListed') && conversations.first(shownMax);
    });
  } finally {
    cache.close();
  }
}

function readSecret(folder: string, name: string): Record<string, unknown> | null {
  const file = secretFileOf(folder, name);
  if (!existsSync(file)) return null;
  const value: unknown = JSON.parse(keychainCipher.open(readFileSync(file)));
  return isObject(value) ? value : null;
}

function languageIn(written: unknown): Opening['language'] {
  const isKnown = typeof written === 'string' && Object.hasOwn(languages, written);
  const choice = isKnown ? (written as Language) : null;
  const systemLanguage = languageAmong(app.getPreferredSystemLanguages());
  return { language: choice ?? systemLanguage, choice, systemLanguage };
}
