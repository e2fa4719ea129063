import type { start as english } from '../en/start.ts';
import { translate } from '../translate.ts';

export const start = translate<'es', typeof english>()({
  'firstRun.tagline': 'Chat para tu equipo, en tu propia red.',
  'firstRun.question': '¿Cómo quieres empezar?',
  'firstRun.host.title': 'Alojar en este equipo',
  'firstRun.host.text': 'Inicia un servidor aquí. Otras personas de tu red se unen a él.',
  'firstRun.join.title': 'Unirse a un servidor',
  'firstRun.join.text': 'Alguien ya aloja uno, en tu red o en una dirección.',
  'firstRun.privacy':
    'Los mensajes viajan al equipo anfitrión y se guardan allí, cifrados en su disco.',
  'host.form.title': 'Alojar en este equipo',
  'host.form.text':
    'Este equipo guarda los mensajes. Debe estar encendido para que los demás se conecten.',
  'host.name.label': 'Nombre del servidor',
  'host.name.hint': 'Los demás lo ven al unirse.',
  'host.name.default': 'Nuestro equipo',
  'host.name.required': 'Da un nombre al servidor.',
  'host.audience.label': '¿Quién puede unirse?',
  'host.audience.invited.title': 'Quienes tengan un código de invitación',
  'host.audience.invited.text': 'Tú creas los códigos y los repartes.',
  'host.audience.anyone.title': 'Cualquiera que pueda acceder a este equipo',
  'host.audience.anyone.text': 'Recomendado en una red de confianza.',
  'host.start': 'Empezar a alojar',
  'host.starting': 'Iniciando el servidor…',
  'restore.title': 'Restaurar una copia de seguridad',
  'restore.text':
    'El servidor vuelve a ser el que era cuando se hizo la copia. Detén antes el anterior.',
  'restore.offer': 'Restaurar una copia de seguridad…',
  'restore.file': 'Copia de seguridad',
  'restore.file.hint': 'Un archivo que termina en .ftbackup.',
  'restore.file.required': 'Elige el archivo.',
  'restore.choose': 'Elegir archivo…',
  'restore.opener': '¿Qué la abre?',
  'restore.passphrase.hint': 'La que se eligió para las copias.',
  'restore.running': 'Leyendo y comprobando la copia…',
  'restore.busy': 'Restaurando…',
  'restore.submit': 'Restaurar y alojar',
  'join.form.title': 'Unirse a un servidor',
  'join.form.text': 'Elige uno de tu red, escribe su dirección o pega un enlace de invitación.',
  'join.address.label': 'Dirección o enlace de invitación',
  'join.address.hint':
    'Por ejemplo 192.168.1.5:8000. El anfitrión la encuentra en la página Alojamiento.',
  'join.address.required': 'Escribe la dirección del servidor.',
  'join.connect': 'Conectar',
  'join.connecting': 'Conectando…',
});
