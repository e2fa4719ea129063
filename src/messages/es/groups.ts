import type { groups as english } from '../en/groups.ts';
import { translate } from '../translate.ts';

export const groups = translate<'es', typeof english>()({
  'group.removed': 'Ya no eres miembro de «{name}».',
  'group.role.makeAdmin': 'Nombrar administrador a {name}',
  'group.role.makeMember': 'Retirar el rol de administrador a {name}',
  'group.role.giveUp': 'Dejar mi rol de administrador',
  'group.full': {
    one: 'El grupo está lleno: {count} persona.',
    many: 'El grupo está lleno: {count} personas.',
    other: 'El grupo está lleno: {count} personas.',
  },
  'group.noFriendsToAdd': 'Todos tus amigos ya están en el grupo.',
  'conversation.members': {
    one: '{count} miembro',
    many: '{count} miembros',
    other: '{count} miembros',
  },
  'conversation.rename': 'Nombre e imagen…',
  'conversation.rename.title': 'Nombre e imagen',
  'conversation.rename.label': 'Nombre del grupo',
  'conversation.showMembers': 'Miembros…',
  'conversation.members.title': 'Miembros',
  'conversation.members.add': 'Añadir personas',
  'conversation.members.admin': 'Administrador',
  'conversation.members.remove': 'Quitar a {name}',
  'conversation.leave': 'Salir del grupo…',
  'conversation.leave.title': '¿Salir de «{name}»?',
  'conversation.leave.text':
    'Dejarás de recibir sus mensajes. Un administrador puede volver a añadirte.',
  'conversation.leave.confirm': 'Salir',
  'conversation.archive': 'Archivar',
  'conversation.unarchive': 'Sacar del archivo',
  'conversation.mute': 'Silenciar',
  'conversation.mute.hour': 'Durante 1 hora',
  'conversation.mute.hours': 'Durante 8 horas',
  'conversation.mute.week': 'Durante una semana',
  'conversation.mute.always': 'Hasta que lo reactive',
  'conversation.unmute': 'Dejar de silenciar',
});
