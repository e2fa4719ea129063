import type { move as english } from '../en/move.ts';
import { translate } from '../translate.ts';

export const move = translate<'de', typeof english>()({
  'failure.hosting.moved':
    'Dieser Server ist auf einen anderen Computer umgezogen und startet hier nicht mehr.',
  'failure.takeOver.notALink':
    'Das ist kein Link, um einen Server zu übernehmen. Bitte ganz vom anderen Computer kopieren.',
  'failure.takeOver.link':
    'Der Link gilt nicht mehr, oder der andere Computer hat den Umzug beendet. Bitte dort einen neuen Link erstellen.',
  'failure.takeOver.unreachable':
    'Der andere Computer ist von hier nicht erreichbar. Beide müssen im selben Netz sein.',
  'failure.takeOver.otherServer': 'Unter der Adresse im Link antwortet ein anderer Server.',
  'failure.takeOver.lost':
    'Der andere Computer war nicht mehr erreichbar. Er macht mit dem Server weiter wie bisher.',
  'failure.takeOver.unconfirmed':
    'Der Server ist angekommen, aber der andere Computer hat nicht bestätigt, dass er ihn abgegeben hat. Bitte dort nachsehen, bevor er hier gestartet wird.',
  'failure.takeOver.noRoom': 'Auf der Festplatte dieses Computers ist kein Platz für den Server.',
  'failure.takeOver.serverHere': 'Dieser Computer hostet schon einen Server.',
  'hosting.arriving': 'Wird übernommen …',
  'hosting.moved': 'Auf einen anderen Computer umgezogen',
  'move.title': 'Auf einen anderen Computer umziehen',
  'move.text':
    'Nachrichten, Konten, Dateien und der Schlüssel des Servers gehen auf einen anderen Computer, und alle folgen von selbst. Dieser Computer macht weiter, bis der andere alles hat.',
  'move.start': 'Link erstellen',
  'move.link': 'Link für den anderen Computer',
  'move.link.text':
    'Auf dem anderen Computer Future Talk öffnen, „Server übernehmen“ wählen und diesen Link einfügen. Er gilt einmal, bis {when}. Er öffnet alles: nur auf einem vertrauenswürdigen Weg weitergeben.',
  'move.link.copy': 'den Link',
  'move.copying': 'Der andere Computer holt den Server ab.',
  'move.still': 'Noch der Rest. Neue Nachrichten warten einen Moment.',
  'move.progress': 'Umzug auf einen anderen Computer',
  'move.cancel': 'Abbrechen',
  'move.problem.expired': 'Der Link wurde nicht rechtzeitig benutzt.',
  'move.problem.silent': 'Der andere Computer meldet sich nicht mehr. Der Server bleibt hier.',
  'move.problem.slow':
    'Der andere Computer hat am Ende zu lange gebraucht. Der Server bleibt hier.',
  'move.problem.given_up': 'Der andere Computer hat den Server nicht übernommen. Er bleibt hier.',
  'move.standingBy.none': 'Ein anderer Computer steht bereit. Er hat noch keine ganze Kopie.',
  'move.standingBy.end': 'Beenden',
  'move.failed': 'Der Stand des Umzugs war nicht zu erfahren.',
  'move.done':
    'Der Server ist jetzt unter {address}, und diese App benutzt ihn wie die aller anderen. Die App noch eine Weile offen lassen, damit auch alle es erfahren, die noch hierher kommen.',
  'takeOver.title': 'Server übernehmen',
  'takeOver.text': 'Ein Server zieht von einem anderen Computer auf diesen um, mit allem.',
  'takeOver.how':
    'Auf dem Computer, der jetzt hostet: Hosting, Auf einen anderen Computer umziehen, Link erstellen.',
  'takeOver.link': 'Link vom anderen Computer',
  'takeOver.link.required': 'Bitte den Link vom anderen Computer einfügen.',
  'takeOver.start': 'Übernehmen',
  'takeOver.copying': 'Wird kopiert. Der andere Computer macht solange weiter.',
  'takeOver.finishing': 'Noch der Rest. Neue Nachrichten warten einen Moment.',
  'takeOver.unconfirmed':
    'Ein Server ist auf diesem Computer angekommen, aber der andere hat nicht bestätigt, dass er ihn abgegeben hat. Nur hier starten, wenn er dort nicht mehr läuft.',
  'takeOver.finish': 'Hier starten',
});
