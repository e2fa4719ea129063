import type { keys as english } from '../en/keys.ts';
import { translate } from '../translate.ts';

export const keys = translate<'es', typeof english>()({
  'recoveryKey.title': 'Tu clave de recuperación',
  'recoveryKey.text':
    'Abre las conversaciones de este equipo si alguna vez se pierde su llavero. Solo se muestra ahora.',
  'recoveryKey.advice': 'Anótala o imprímela y guárdala lejos de este equipo.',
  'recoveryKey.making': 'Creando la clave de recuperación…',
  'recoveryKey.label': 'Clave de recuperación',
  'recoveryKey.save': 'Guardar en un archivo…',
  'recoveryKey.saved': 'Guardada',
  'recoveryKey.kept': 'La he guardado en un lugar seguro',
  'recoveryKey.continue': 'Continuar',
  'recoveryKey.section': 'Clave de recuperación',
  'recoveryKey.section.text':
    'Abre las conversaciones de aquí si alguna vez se pierde el llavero de este equipo.',
  'recoveryKey.check': 'Comprobar…',
  'recoveryKey.check.title': 'Comprueba tu clave de recuperación',
  'recoveryKey.check.text': 'Escribe la que guardaste para asegurarte de que es correcta.',
  'recoveryKey.check.submit': 'Comprobar',
  'recoveryKey.check.right': 'Es la clave correcta.',
  'recoveryKey.required': 'Escribe la clave de recuperación.',
  'recoveryKey.hint': '14 grupos de 4. No importan las mayúsculas ni los guiones.',
  'recoveryKey.replace': 'Crear una nueva…',
  'recoveryKey.replace.title': '¿Crear una nueva clave de recuperación?',
  'recoveryKey.replace.text': 'La que tienes ahora deja de servir.',
  'recoveryKey.replace.confirm': 'Crear nueva clave',
  'recover.title': 'Abrir con tu clave de recuperación',
  'recover.text':
    'Las conversaciones alojadas en este equipo están a salvo, pero bloqueadas. {problem}',
  'recover.submit': 'Abrir',
  'recover.opening': 'Abriendo…',
  'recover.retry': 'Probar sin ella',
  'recover.later': 'Ahora no',
  'recover.offer': 'Usar la clave de recuperación',
  'lock.title': 'Desbloquear Future Talk',
  'lock.text':
    'Este equipo no tiene llavero, así que tu frase de contraseña protege lo que guarda la aplicación.',
  'lock.passphrase': 'Frase de contraseña',
  'lock.required': 'Escribe tu frase de contraseña.',
  'lock.submit': 'Desbloquear',
  'lock.forgotten': 'La he olvidado…',
  'lock.forget.title': '¿Elegir otra frase de contraseña?',
  'lock.forget.text':
    'Tendrás que iniciar sesión de nuevo. Si alojas en este equipo, necesitas la clave de recuperación para abrir las conversaciones.',
  'lock.forget.confirm': 'Elegir otra',
  'lock.choose.title': 'Elige una frase de contraseña',
  'lock.choose.text':
    'Este equipo no tiene llavero. En su lugar, una frase de contraseña protege tus claves; la aplicación la pide en cada inicio.',
  'lock.choose.gone':
    'Aquí había antes un llavero. Si solo está bloqueado, cierra la aplicación, desbloquéalo y vuelve a iniciarla.',
  'lock.choose.hint': {
    one: 'Al menos {count} carácter. Unas cuantas palabras son fáciles de recordar.',
    many: 'Al menos {count} caracteres. Unas cuantas palabras son fáciles de recordar.',
    other: 'Al menos {count} caracteres. Unas cuantas palabras son fáciles de recordar.',
  },
  'lock.choose.short': {
    one: 'Al menos {count} carácter.',
    many: 'Al menos {count} caracteres.',
    other: 'Al menos {count} caracteres.',
  },
  'lock.choose.again': 'La misma frase otra vez',
  'lock.choose.different': 'Las dos no son iguales.',
  'lock.choose.submit': 'Usar esta frase',
});
