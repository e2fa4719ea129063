import type { standby as english } from '../en/standby.ts';
import { translate } from '../translate.ts';

export const standby = translate<'de', typeof english>()({
  'failure.standby.here':
    'Dieser Computer hält einen Server in Bereitschaft. Bitte das zuerst in den Einstellungen beenden.',
  'failure.standby.moved':
    'Der Server ist inzwischen auf einem weiteren Computer. Bitte dort einen neuen Link erstellen.',
  'failure.standby.unanswered':
    'Der Computer, der den Server hat, antwortet nicht. Falls er fort ist oder aus bleibt, kann ohne ihn übernommen werden.',
  'failure.standby.noCopy': 'Auf diesem Computer ist noch keine ganze Kopie des Servers.',
  'failure.standby.key':
    'Die Kopie auf diesem Computer lässt sich nicht mehr öffnen. Bitte die Bereitschaft beenden und mit einem neuen Link wieder beginnen.',
  'standby.title': 'Bereitschaft',
  'standby.host.text':
    'Ein anderer Computer führt eine Kopie, die jederzeit folgt. Wenn dieser ausfällt, kann er übernehmen.',
  'standby.host.start': 'Link für die Bereitschaft erstellen',
  'standby.host.link':
    'Auf dem anderen Computer Future Talk öffnen, in den Einstellungen zu „Einen Server in Bereitschaft halten“ gehen und diesen Link einfügen. Er gilt einmal, bis {when}. Er öffnet alles: nur auf einem vertrauenswürdigen Weg weitergeben.',
  'standby.host.current': 'Ein anderer Computer steht bereit und hat alles.',
  'standby.host.behind':
    'Ein anderer Computer steht bereit, hat sich aber länger nicht gemeldet. Seine Kopie ist vom {when}.',
  'standby.host.move':
    'Der Computer, der bereitsteht, kann den Server sofort übernehmen: dort „Übernehmen“ wählen. Für den Umzug auf einen weiteren bitte zuerst die Bereitschaft beenden.',
  'standby.here.title': 'Einen Server in Bereitschaft halten',
  'standby.here.text':
    'Dieser Computer führt eine Kopie eines Servers, der auf einem anderen läuft, und folgt ihm. Wenn jener ausfällt, kann dieser übernehmen.',
  'standby.service.switch': 'Als Dienst dieses Computers folgen',
  'standby.service.text':
    'Die Kopie folgt auch bei geschlossener App und startet mit dem Computer. Sonst folgt sie, solange die App läuft, auch im Hintergrund.',
  'standby.service.ask': 'Als Dienst folgen?',
  'standby.service.confirm': 'Als Dienst folgen',
  'standby.how':
    'Auf dem Computer, der hostet: Hosting, Bereitschaft, Link für die Bereitschaft erstellen.',
  'standby.link': 'Bereitschaftslink vom Computer, der hostet',
  'standby.begin': 'Bereitschaft beginnen',
  'standby.copying': 'Die erste Kopie von {name} ist unterwegs.',
  'standby.following': 'In Bereitschaft für {name}. Alles, was am {when} dort war, ist hier.',
  'standby.outOfReach': '{name} antwortet nicht. Die Kopie hier ist vom {when}.',
  'standby.outOfReach.none': '{name} antwortet nicht, und hier ist noch keine ganze Kopie davon.',
  'standby.takingOver': '{name} kommt auf diesen Computer.',
  'standby.takeOver': 'Übernehmen',
  'standby.takeOver.title': '{name} übernehmen?',
  'standby.takeOver.text':
    'Der Server zieht mit allem auf diesen Computer um, und alle folgen von selbst. Neue Nachrichten warten einen Moment.',
  'standby.takeOver.alone':
    'Der Computer, der den Server hat, antwortet nicht. Nur übernehmen, wenn er fort ist oder aus bleibt: Was dort nach {when} geschrieben wurde, ist nicht in dieser Kopie. Wenn er wiederkommt, dient er nicht mehr als Server.',
  'standby.retry': 'Noch einmal versuchen',
  'standby.end': 'Bereitschaft beenden',
  'standby.end.title': 'Bereitschaft beenden?',
  'standby.end.text': 'Die Kopie auf diesem Computer wird entfernt. Der Server bleibt, wo er ist.',
});
