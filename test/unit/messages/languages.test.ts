import { describe, expect, test } from 'vitest';
import { isolate } from '../../../src/messages/isolate.ts';
import { languageAmong, languageCodes, languages } from '../../../src/messages/languages.ts';
import { loadSpeaker } from '../../../src/messages/load-speaker.ts';
import { words } from '../../../src/messages/catalogue.ts';
import { ar } from '../../../src/messages/ar/index.ts';
import { de } from '../../../src/messages/de/index.ts';
import { en } from '../../../src/messages/en/index.ts';
import { es } from '../../../src/messages/es/index.ts';
import { ru } from '../../../src/messages/ru/index.ts';
import { zh } from '../../../src/messages/zh/index.ts';

type Forms = Record<string, string>;
type Texts = Record<string, string | Forms>;

const catalogues: Record<keyof typeof languages, Texts> = { en, de, es, ru, ar, zh };
const translations = languageCodes.filter((code) => code !== 'en');

/** What is the same word, or no word at all, in another language; `all` in every one. */
const sameAsEnglish: Partial<Record<keyof typeof languages | 'all', readonly string[]>> = {
  all: ['app.name', 'preview.person', 'message.by', 'key.alt', 'key.escape'],
  // On keyboards as they are sold where these are spoken.
  ar: ['key.ctrl', 'key.shift', 'key.enter'],
  ru: ['key.ctrl', 'key.shift', 'key.enter'],
  zh: ['key.ctrl', 'key.shift', 'key.enter'],
  de: [
    'key.enter',
    'app.version',
    'connection.online',
    'connection.offline',
    'presence.online',
    'presence.offline',
    'nav.hosting',
    'hosting.title',
    'hosting.port',
    'hosting.invites.code',
    'field.displayName',
    'conversation.members.admin',
    'conversation.menu',
    'dialog.textFiles',
    'notification.inGroup',
    'emoji.list',
    'emoji.group.smileys',
    'composer.emoji',
    'search.in',
    'search.in.one',
    'file.audio',
    'file.audio.plain',
    'file.video',
    'lock.passphrase',
    'player.position',
    'settings.server',
  ],
  es: ['key.ctrl', 'file.audio', 'file.audio.plain', 'menu.zoomWindow', 'people.bot'],
};

function formsOf(text: string | Forms): string[] {
  return typeof text === 'string' ? [text] : Object.values(text);
}

function placeholdersIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name ?? ''))].sort();
}

describe.each(languageCodes)('%s', (code) => {
  const catalogue = catalogues[code];

  test('has every text, none of them empty', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort());
    const empty = Object.keys(catalogue).filter((key) =>
      formsOf(catalogue[key] ?? '').some((form) => form.trim() === ''),
    );
    expect(empty).toEqual([]);
  });

  test('has a form for each of its plural categories', () => {
    const rules = new Intl.PluralRules(languages[code].locale);
    const categories = rules.resolvedOptions().pluralCategories.toSorted();
    for (const [key, text] of Object.entries(catalogue)) {
      if (typeof text !== 'string') expect(Object.keys(text).sort(), key).toEqual(categories);
    }
  });

  test('names in braces are those of the English text', () => {
    for (const [key, text] of Object.entries(catalogue)) {
      const english = formsOf((en as Texts)[key] ?? '').flatMap(placeholdersIn);
      const wanted = [...new Set(english)].sort();
      for (const form of formsOf(text)) {
        // One, two or none may be said in words.
        const given = placeholdersIn(form);
        const ignored = typeof text === 'string' ? [] : ['count'];
        const without = (names: string[]) => names.filter((name) => !ignored.includes(name));
        expect(without(given), key).toEqual(without(wanted));
        expect(wanted, key).toEqual(expect.arrayContaining(given));
      }
    }
  });
});

test.each(translations)('%s: nothing is left in English', (code) => {
  const allowed = [...(sameAsEnglish.all ?? []), ...(sameAsEnglish[code] ?? [])];
  const untouched = Object.entries(catalogues[code])
    .filter(([key, text]) => {
      const english = formsOf((en as Texts)[key] ?? '');
      return formsOf(text).some((form) => english.includes(form));
    })
    .map(([key]) => key);
  expect(untouched.filter((key) => !allowed.includes(key))).toEqual([]);
});

/** What no text of a language has; a name in braces is a word like any other. */
const unwritten: Record<keyof typeof languages, RegExp> = {
  en: /[„«»]|\s…/u,
  de: /[«»”]|[^\u00a0]…/u,
  es: /[“”„]|\s…|^[^¿]*\?|^[^¡]*!/u,
  ru: /[“”„]|\s…| —/u,
  ar: /[“”„]|\s…|[?,;]/u,
  zh: /[„«»]|\s…|[()]|[\p{Script=Han}”）][,.;:?!]|[,.;:?!]\p{Script=Han}/u,
};

describe.each(languageCodes)('%s is punctuated in its own way', (code) => {
  const texts = Object.entries(catalogues[code]).flatMap(([key, text]) =>
    formsOf(text).map((form) => [key, form.replaceAll(/\{\w+\}/g, 'X')] as const),
  );
  const written = (wrong: RegExp) => texts.filter(([, form]) => wrong.test(form));

  test('with its quotation marks and spaces, none of them straight', () => {
    expect(written(unwritten[code])).toEqual([]);
    expect(written(/["']|\.\.\.| {2}|^\s|\s$/)).toEqual([]);
  });

  test('what went wrong is said in whole sentences', () => {
    const failures = texts.filter(([key]) => /^(failure|signedOut)\./.test(key));
    expect(failures.filter(([, form]) => !/[.。?؟]$/u.test(form))).toEqual([]);
  });
});

test('each language counts in its own way', async () => {
  const said = async (code: keyof typeof languages, counts: number[]) => {
    const speaker = await loadSpeaker(code);
    return counts.map((count) => speaker.t('conversation.members', { count }));
  };
  expect(await said('ru', [1, 3, 11, 21, 1_234])).toEqual([
    '1 участник',
    '3 участника',
    '11 участников',
    '21 участник',
    '1\u00a0234 участника',
  ]);
  expect(await said('ar', [0, 1, 2, 3, 11, 100])).toEqual([
    'لا أعضاء',
    'عضو واحد',
    'عضوان',
    '3 أعضاء',
    '11 عضوًا',
    '100 عضو',
  ]);
  expect(await said('zh', [1, 2])).toEqual(['1 名成员', '2 名成员']);
});

test('words are said in the language of the moment', async () => {
  const wrong = words('failure.address', { typed: 'x y' });
  expect((await loadSpeaker('en')).say(wrong)).toMatch(/^“x y” is not an address/);
  expect((await loadSpeaker('de')).say(wrong)).toMatch(/^„x y“ ist keine Adresse/);
});

test('names of the other direction are isolated, and only they', () => {
  expect(isolate('Anna', 'ltr')).toBe('Anna');
  expect(isolate('ليلى', 'rtl')).toBe('ليلى');
  expect(isolate('192.168.1.5:8000', 'rtl')).toBe('192.168.1.5:8000');
  expect(isolate('Anna', 'rtl')).toBe('\u2068Anna\u2069');
  expect(isolate('ليلى', 'ltr')).toBe('\u2068ليلى\u2069');
});

test('a name that turns text around turns only itself', async () => {
  const turned = 'gnp.\u202Eexe\u2069 \u2067x';
  expect(isolate(turned, 'ltr')).toBe('gnp.exe x');
  expect(isolate(turned, 'rtl')).toBe('\u2068gnp.exe x\u2069');
  expect((await loadSpeaker('ar')).t('typing.one', { name: turned })).not.toMatch(/[\u202E\u2067]/);
});

test.each([
  [['de-AT', 'en-GB'], 'de'],
  [['fr-FR', 'es-MX', 'en-US'], 'es'],
  [['zh-Hans-CN'], 'zh'],
  [['ar_EG'], 'ar'],
  [['C'], 'en'],
  [[], 'en'],
])('of %j the app speaks %s', (preferred, language) => {
  expect(languageAmong(preferred)).toBe(language);
});
