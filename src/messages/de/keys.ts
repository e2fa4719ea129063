import type { keys as english } from '../en/keys.ts';
import { translate } from '../translate.ts';

export const keys = translate<'de', typeof english>()({
  'recoveryKey.title': 'Ihr Wiederherstellungsschlüssel',
  'recoveryKey.text':
    'Er öffnet die Unterhaltungen auf diesem Computer, falls der Schlüsselbund verloren geht. Er wird nur jetzt angezeigt.',
  'recoveryKey.advice': 'Aufschreiben oder ausdrucken und nicht bei diesem Computer aufbewahren.',
  'recoveryKey.making': 'Der Wiederherstellungsschlüssel wird erstellt …',
  'recoveryKey.label': 'Wiederherstellungsschlüssel',
  'recoveryKey.save': 'In Datei speichern …',
  'recoveryKey.saved': 'Gespeichert',
  'recoveryKey.kept': 'Ich habe ihn an einem sicheren Ort aufbewahrt',
  'recoveryKey.continue': 'Weiter',
  'recoveryKey.section': 'Wiederherstellungsschlüssel',
  'recoveryKey.section.text':
    'Er öffnet die Unterhaltungen hier, falls der Schlüsselbund dieses Computers verloren geht.',
  'recoveryKey.check': 'Prüfen …',
  'recoveryKey.check.title': 'Wiederherstellungsschlüssel prüfen',
  'recoveryKey.check.text': 'Den aufbewahrten Schlüssel eingeben, um sicherzugehen.',
  'recoveryKey.check.submit': 'Prüfen',
  'recoveryKey.check.right': 'Das ist der richtige Schlüssel.',
  'recoveryKey.required': 'Bitte den Wiederherstellungsschlüssel eingeben.',
  'recoveryKey.hint': '14 Gruppen zu je 4 Zeichen. Großschreibung und Striche sind egal.',
  'recoveryKey.replace': 'Neuen erstellen …',
  'recoveryKey.replace.title': 'Neuen Wiederherstellungsschlüssel erstellen?',
  'recoveryKey.replace.text': 'Der bisherige wird damit ungültig.',
  'recoveryKey.replace.confirm': 'Neuen Schlüssel erstellen',
  'recover.title': 'Mit dem Wiederherstellungsschlüssel öffnen',
  'recover.text':
    'Die auf diesem Computer gehosteten Unterhaltungen sind sicher, aber gesperrt. {problem}',
  'recover.submit': 'Öffnen',
  'recover.opening': 'Wird geöffnet …',
  'recover.retry': 'Ohne ihn versuchen',
  'recover.later': 'Jetzt nicht',
  'recover.offer': 'Wiederherstellungsschlüssel benutzen',
  'lock.title': 'Future Talk entsperren',
  'lock.text':
    'Dieser Computer hat keinen Schlüsselbund, deshalb schützt Ihre Passphrase, was die App aufbewahrt.',
  'lock.passphrase': 'Passphrase',
  'lock.required': 'Bitte die Passphrase eingeben.',
  'lock.submit': 'Entsperren',
  'lock.forgotten': 'Ich habe sie vergessen …',
  'lock.forget.title': 'Andere Passphrase wählen?',
  'lock.forget.text':
    'Danach müssen Sie sich neu anmelden. Wenn Sie auf diesem Computer hosten, brauchen Sie den Wiederherstellungsschlüssel, um die Unterhaltungen zu öffnen.',
  'lock.forget.confirm': 'Andere wählen',
  'lock.choose.title': 'Passphrase wählen',
  'lock.choose.text':
    'Dieser Computer hat keinen Schlüsselbund. Stattdessen schützt eine Passphrase Ihre Schlüssel; die App fragt bei jedem Start danach.',
  'lock.choose.gone':
    'Früher gab es hier einen Schlüsselbund. Falls er nur gesperrt ist: App schließen, entsperren und neu starten.',
  'lock.choose.hint': {
    one: 'Mindestens {count} Zeichen. Einige Wörter lassen sich leicht merken.',
    other: 'Mindestens {count} Zeichen. Einige Wörter lassen sich leicht merken.',
  },
  'lock.choose.short': { one: 'Mindestens {count} Zeichen.', other: 'Mindestens {count} Zeichen.' },
  'lock.choose.again': 'Dieselbe Passphrase noch einmal',
  'lock.choose.different': 'Die beiden stimmen nicht überein.',
  'lock.choose.submit': 'Diese Passphrase benutzen',
});
