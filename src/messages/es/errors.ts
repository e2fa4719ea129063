import type { errors as english } from '../en/errors.ts';
import { translate } from '../translate.ts';

export const errors = translate<'es', typeof english>()({
  'error.unexpected': 'Algo ha fallado en la aplicación. Inténtalo de nuevo.',
  'error.rateLimited': {
    one: 'Demasiados intentos. Espera {count} segundo e inténtalo de nuevo.',
    many: 'Demasiados intentos. Espera {count} segundos e inténtalo de nuevo.',
    other: 'Demasiados intentos. Espera {count} segundos e inténtalo de nuevo.',
  },
  'error.field': 'Esto no es válido: {field}',
  'failure.MALFORMED_REQUEST': 'El servidor no pudo leer lo que envió la aplicación.',
  'failure.MALFORMED_JSON': 'El servidor no pudo leer lo que envió la aplicación.',
  'failure.INVALID_PARTICIPANT_COUNT':
    'No es el número de personas adecuado para una conversación.',
  'failure.UNAUTHORIZED': 'Inicia sesión para hacer esto.',
  'failure.TOKEN_INVALID': 'Tu sesión ya no es válida. Inicia sesión de nuevo.',
  'failure.CREDENTIALS_INVALID': 'Nombre de usuario o contraseña incorrectos.',
  'failure.REFRESH_TOKEN_INVALID': 'Tu sesión ha terminado. Inicia sesión de nuevo.',
  'failure.NOT_FRIENDS': 'Solo puedes iniciar conversaciones con tus amigos.',
  'failure.NOT_FRIENDS_SEND': 'Solo puedes escribir a tus amigos.',
  'failure.FORBIDDEN': 'No tienes permiso para hacer esto.',
  'failure.SCOPE_MISSING': 'Este bot no puede hacer esto.',
  'failure.PASSWORD_WRONG': 'La contraseña actual no es correcta.',
  'failure.REGISTRATION_CLOSED': 'Este servidor no admite cuentas nuevas.',
  'failure.INVITE_REQUIRED': 'Para unirse a este servidor hace falta un código de invitación.',
  'failure.INVITE_INVALID': 'El código de invitación es desconocido, está agotado o ha caducado.',
  'failure.ACCOUNT_DISABLED': 'Un administrador ha desactivado esta cuenta.',
  'failure.ORIGIN_NOT_ALLOWED': 'Este servidor no lo permite.',
  'failure.NOT_FOUND': 'Eso no existe o ha dejado de existir.',
  'failure.USER_NOT_FOUND': 'No se ha encontrado a esta persona.',
  'failure.FRIEND_REQUEST_NOT_FOUND': 'Esta solicitud de amistad ya no existe.',
  'failure.CONVERSATION_NOT_FOUND': 'Esta conversación ya no existe.',
  'failure.MESSAGE_NOT_FOUND': 'Este mensaje ya no existe.',
  'failure.ATTACHMENT_NOT_FOUND': 'Este archivo ya no existe.',
  'failure.SESSION_NOT_FOUND': 'Esta sesión ya no existe.',
  'failure.INVITE_NOT_FOUND': 'Esta invitación ya no existe.',
  'failure.BOT_NOT_FOUND': 'Este bot ya no existe.',
  'failure.WEBHOOK_NOT_FOUND': 'Este webhook ya no existe.',
  'failure.METHOD_NOT_ALLOWED': 'Este servidor no puede hacer eso.',
  'failure.USERNAME_TAKEN': 'Ese nombre de usuario ya está en uso.',
  'failure.ALREADY_FRIENDS': 'Ya sois amigos.',
  'failure.MESSAGE_GONE': 'El mensaje se ha eliminado o se ha autodestruido.',
  'failure.RETENTION_UNCONFIRMED': 'Con esto se eliminarían mensajes. Confírmalo primero.',
  'failure.TOO_MANY_REACTIONS': 'Este mensaje ya no admite más reacciones.',
  'failure.TOO_MANY_WEBHOOKS': 'Este bot ya tiene todos los webhooks que puede tener.',
  'failure.UPLOAD_OFFSET_MISMATCH': 'La subida no pudo continuar. Inténtalo de nuevo.',
  'failure.UPLOAD_GONE': 'La subida se ha abandonado. Envía el archivo de nuevo.',
  'failure.TUS_VERSION':
    'Este servidor recibe los archivos de otra forma. Ambos necesitan la misma versión.',
  'failure.PAYLOAD_TOO_LARGE': 'Eso es demasiado grande para este servidor.',
  'failure.ATTACHMENT_TOO_LARGE': 'El archivo es demasiado grande para este servidor.',
  'failure.QUOTA_EXCEEDED': 'El espacio para archivos de este servidor está agotado.',
  'failure.UNSUPPORTED_MEDIA_TYPE': 'El servidor no pudo leer lo que envió la aplicación.',
  'failure.RANGE_NOT_SATISFIABLE': 'El archivo no tiene la parte solicitada.',
  'failure.HOST_NOT_ALLOWED': 'Este servidor no se conoce por ese nombre.',
  'failure.PLAIN_API_REFUSED': 'Este servidor solo acepta conexiones selladas.',
  'failure.VALIDATION_ERROR': 'Lo que se ha introducido no es válido.',
  'failure.ATTACHMENT_REFUSED': 'Este servidor no acepta el archivo tal como está.',
  'failure.RATE_LIMITED': 'Demasiados intentos. Espera un momento e inténtalo de nuevo.',
  'failure.INTERNAL_ERROR': 'Algo ha fallado en el servidor. Inténtalo de nuevo.',
  'failure.MOVE_OVER': 'Este traslado ha terminado o nunca empezó. Crea un enlace nuevo.',
  'failure.SERVER_MOVING': 'El servidor se está trasladando a otro ordenador. Un momento.',
  'failure.SERVER_MOVED': 'El servidor se ha trasladado a otro ordenador.',
  'failure.SERVER_CLOSING': 'El servidor se está cerrando.',
  'failure.STORAGE_FULL': 'El servidor no tiene sitio para el archivo.',
  'failure.DATABASE_DAMAGED':
    'Parte de lo que el servidor tiene guardado está dañada. Quien lo administra debe restaurar una copia de seguridad.',
  'failure.NOT_READY': 'El servidor no puede escribir en su disco en este momento.',
  'failure.UNREACHABLE': 'No se puede acceder al servidor.',
  'failure.NOT_A_SERVER': 'Lo que responde ahí no es un servidor de Future Talk.',
  'failure.SERVER_KEY_CHANGED': 'El servidor muestra una clave distinta de la conocida.',
  'failure.HOSTING_FAILED': 'No se pudo iniciar el servidor en este equipo.',
  'failure.DATABASE_KEY_LOST': 'La clave de las conversaciones alojadas aquí no las abre.',
  'failure.RECOVERY_KEY_WRONG': 'Esa no es la clave de recuperación de estos datos.',
  'failure.RESTORE_FAILED': 'No se pudo restaurar la copia.',
  'failure.PASSPHRASE_WRONG': 'Esa no es la frase de contraseña.',
  'failure.CALL_INVALID': 'Lo que se ha introducido no es válido.',
  'failure.FILE_UNREADABLE': 'El archivo ya no está o no se puede leer.',
  'failure.FILE_TOO_LARGE': 'El archivo es demasiado grande para este servidor.',
  'failure.UPLOAD_CANCELLED': 'La subida se ha cancelado.',
  'failure.NO_SESSION': 'Primero inicia sesión.',
  'failure.address': '«{typed}» no es una dirección. Prueba con algo como 192.168.1.5:8000.',
  'failure.unreachable.refused': 'No se puede acceder al servidor: ahí no hay nada en marcha.',
  'failure.unreachable.timeout': 'No se puede acceder al servidor: no respondió a tiempo.',
  'failure.unreachable.unknownName':
    'No se puede acceder al servidor: ningún equipo se conoce por ese nombre.',
  'failure.unreachable.network': 'No se puede acceder al servidor desde esta red.',
  'failure.unreachable.other': 'No se puede acceder al servidor: falló la conexión.',
  'failure.otherServer':
    'El servidor en {address} no es el que se buscaba: muestra otra clave. No se le ha enviado nada. Pide un nuevo enlace de invitación al anfitrión o comparad las huellas.',
  'failure.keyUnreadable':
    'Este equipo no puede abrir la clave de las conversaciones alojadas aquí. Si tiene un llavero, desbloquéalo e inténtalo de nuevo.',
  'failure.keyMissing':
    'Falta la clave de las conversaciones alojadas aquí, así que no se pueden abrir.',
  'failure.keyDoesNotFit':
    'La clave que guarda este equipo no abre las conversaciones alojadas aquí. Se cambió, o proceden de otro equipo.',
  'failure.keychain':
    'No se puede usar el llavero de este equipo, así que la clave de las conversaciones no tendría un lugar seguro. Desbloquéalo e inténtalo de nuevo.',
  'failure.recoveryKey.length':
    'Una clave de recuperación tiene {expected} letras y cifras, no {typed}.',
  'failure.inviteLink.link':
    'Esto no es un enlace de invitación: empieza por futuretalk://join y se copia entero.',
  'failure.inviteLink.host':
    'Este enlace de invitación no se puede usar: la dirección falta o no es válida. Pide uno nuevo.',
  'failure.inviteLink.port':
    'Este enlace de invitación no se puede usar: el puerto falta o no es válido. Pide uno nuevo.',
  'failure.inviteLink.code':
    'Este enlace de invitación no se puede usar: el código de invitación no es válido. Pide uno nuevo.',
  'failure.inviteLink.key':
    'Este enlace de invitación no se puede usar: la clave del servidor falta o está dañada. Pide uno nuevo.',
  'failure.inviteLink.excess':
    'Este enlace de invitación no se puede usar: contiene más de lo que lleva una invitación. Pide uno nuevo.',
  'failure.recoveryKey.typing':
    'La clave de recuperación tiene una errata. Compárala con la que guardaste.',
  'failure.restore.noBackup': 'Este archivo no es una copia de seguridad de Future Talk.',
  'failure.restore.newer':
    'Una versión más nueva de Future Talk hizo esta copia. Actualiza la aplicación para restaurarla.',
  'failure.restore.noPassphrase':
    'Ninguna frase de contraseña abre esta copia: se hizo sin ella. Usa la clave de recuperación.',
  'failure.restore.noRecoveryKey':
    'Ninguna clave de recuperación abre esta copia: no la había entonces. Usa la frase de contraseña.',
  'failure.restore.passphrase': 'Esta frase de contraseña no abre la copia.',
  'failure.restore.recoveryKey':
    'Esta clave de recuperación no abre la copia. Una copia antigua necesita la clave de entonces.',
  'failure.restore.damaged': 'La copia está dañada o incompleta. Prueba con otra.',
  'failure.restore.noRoom': 'No hay espacio en el disco para el contenido de la copia.',
  'failure.restore.unreadable': 'No se puede leer el archivo.',
  'failure.restore.occupied':
    'Este equipo ya guarda los datos de un servidor, en {folder}. No se ha cambiado nada.',
  'failure.hosting.portInUse': 'Otro programa de este equipo usa el puerto.',
  'failure.hosting.folderInUse': 'Otro servidor está usando la carpeta de datos.',
  'failure.hosting.newerData': 'Las conversaciones son de una versión más reciente de Future Talk.',
  'failure.hosting.cannotWrite':
    'No se puede escribir en la carpeta de datos. Quizá el disco esté lleno.',
  'failure.hosting.ended': 'El servidor se cerró de forma inesperada. Su registro dice más.',
  'failure.hosting.nothing': 'En este equipo no se aloja nada.',
  'failure.hosting.start': 'Inicia la aplicación con «npm start» para alojar un servidor.',
  'failure.fileChanged': 'El archivo ha cambiado desde que se eligió.',
  'failure.noProgram': 'Ningún programa de este equipo abre este archivo. Puedes guardarlo.',
  'signedOut.elsewhere': 'Se cerró tu sesión desde otro dispositivo.',
  'signedOut.passwordChanged':
    'Tu contraseña se cambió en otro dispositivo; inicia sesión de nuevo.',
  'signedOut.keyUsedTwice':
    'La sesión se cerró porque su clave se usó dos veces; inicia sesión de nuevo.',
});
