import type { trust as english } from '../en/trust.ts';
import { translate } from '../translate.ts';

export const trust = translate<'de', typeof english>()({
  'trust.new.title': 'Ist das der richtige Server?',
  'trust.new.text': 'Dies ist die erste Verbindung zu {address}. Der Fingerabdruck des Servers:',
  'trust.new.how':
    'Fragen Sie die Person, die hostet: Auf deren Seite „Hosting“ steht ein Fingerabdruck. Ist es derselbe, erreichen Sie deren Computer, und niemand dazwischen kann mitlesen.',
  'trust.new.confirm': 'Es ist derselbe: verbinden',
  'trust.refuse': 'Nicht verbinden',
  'trust.changed.title': 'Das ist nicht der bekannte Server',
  'trust.changed.text':
    '„{name}“ unter {address} zeigt jetzt einen anderen Schlüssel. Die App hat angehalten, bevor etwas gesendet wurde.',
  'trust.changed.meaning':
    'Entweder wurde der Server neu eingerichtet, oder ein anderer Computer hat seinen Platz eingenommen und könnte mitlesen. Fragen Sie die Person, die hostet.',
  'trust.changed.before': 'Bisheriger Fingerabdruck',
  'trust.changed.now': 'Jetziger Fingerabdruck',
  'trust.changed.refuse': 'Nicht verbinden',
  'trust.changed.trust': 'Dem neuen Schlüssel vertrauen …',
  'trust.changed.sure.title': 'Dem neuen Schlüssel vertrauen?',
  'trust.changed.sure.text':
    'Nur, wenn die hostende Person den Grund der Änderung genannt hat und diesen Fingerabdruck vorliest:',
  'trust.changed.sure.confirm': 'Dem neuen Schlüssel vertrauen',
  'trust.verify.title': '{server} prüfen',
  'trust.verify.text':
    'Vergleichen Sie diesen Fingerabdruck mit dem der anderen Person. Sehen beide denselben, sprechen Sie über denselben Server, und niemand dazwischen kann mitlesen.',
  'trust.verify.limits':
    'Der hostende Computer kann die Nachrichten lesen. Der Fingerabdruck sagt, welcher Computer das ist.',
  'trust.verify.copy': 'Fingerabdruck',
  'link.title': 'Einladungslink',
  'link.current': 'Diese Einladung gilt für {server}; dort sind Sie bereits.',
  'link.unreadable': 'Dieser Einladungslink ist nicht lesbar. Bitte einen neuen anfordern.',
  'link.other':
    'Er führt zu einem anderen Server, unter {address}. Dafür verlassen Sie {server}; Ihr Konto und die Nachrichten dort bleiben bestehen.',
  'link.stay': 'Hier bleiben',
  'link.join': 'Zum anderen Server wechseln',
  'lan.title': 'In diesem Netzwerk',
  'lan.listening': 'Suche nach Servern …',
  'lan.known': 'Bekannt',
  'lan.nobody': 'Kein Server hat sich gemeldet',
  'lan.noNetwork': 'Dieser Computer ist in keinem Netzwerk',
  'lan.asked': 'Gefragt in {places}.',
  'lan.notAsked': 'Keine Nachfrage möglich in {places}.',
  'lan.useAddress':
    'Manche Netzwerke lassen solche Fragen nicht durch. Die Adresse funktioniert trotzdem.',
});
