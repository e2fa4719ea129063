import type { offline as english } from '../en/offline.ts';
import { translate } from '../translate.ts';

export const offline = translate<'de', typeof english>()({
  'connection.online': 'Online',
  'connection.connecting': 'Verbindung wird hergestellt …',
  'connection.offline': 'Offline',
  'connection.offline.text': 'Keine Verbindung. Nachrichten warten, bis sie wieder da ist.',
  'connection.waiting': {
    one: 'Verbindung verloren. Neuer Versuch in {count} Sekunde.',
    other: 'Verbindung verloren. Neuer Versuch in {count} Sekunden.',
  },
  'connection.lost': 'Verbindung verloren',
  'connection.tryNow': 'Jetzt versuchen',
  'message.state.waiting': 'Wartet auf den Server',
  'message.waiting.drop': 'Nicht senden',
  'offline.title': 'Keine Verbindung',
  'offline.later': 'Das erscheint, sobald der Server wieder da ist.',
  'offline.unsentLost':
    'Was auf diesem Computer aufbewahrt war, ließ sich nicht öffnen. Nachrichten, die noch zu senden waren, sind verloren.',
});
