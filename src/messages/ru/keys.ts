import type { keys as english } from '../en/keys.ts';
import { translate } from '../translate.ts';

export const keys = translate<'ru', typeof english>()({
  'recoveryKey.title': 'Ваш ключ восстановления',
  'recoveryKey.text':
    'Он откроет беседы на этом компьютере, если связка ключей будет утрачена. Он показывается только сейчас.',
  'recoveryKey.advice': 'Запишите или распечатайте его и храните отдельно от этого компьютера.',
  'recoveryKey.making': 'Создаётся ключ восстановления…',
  'recoveryKey.label': 'Ключ восстановления',
  'recoveryKey.save': 'Сохранить в файл…',
  'recoveryKey.saved': 'Сохранено',
  'recoveryKey.kept': 'Ключ сохранён в надёжном месте',
  'recoveryKey.continue': 'Продолжить',
  'recoveryKey.section': 'Ключ восстановления',
  'recoveryKey.section.text':
    'Он откроет здешние беседы, если связка ключей этого компьютера будет утрачена.',
  'recoveryKey.check': 'Проверить…',
  'recoveryKey.check.title': 'Проверка ключа восстановления',
  'recoveryKey.check.text': 'Введите сохранённый ключ, чтобы убедиться, что он верен.',
  'recoveryKey.check.submit': 'Проверить',
  'recoveryKey.check.right': 'Это верный ключ.',
  'recoveryKey.required': 'Введите ключ восстановления.',
  'recoveryKey.hint': '14 групп по 4 знака. Регистр и дефисы не важны.',
  'recoveryKey.replace': 'Создать новый…',
  'recoveryKey.replace.title': 'Создать новый ключ восстановления?',
  'recoveryKey.replace.text': 'Нынешний перестанет действовать.',
  'recoveryKey.replace.confirm': 'Создать новый ключ',
  'recover.title': 'Открыть ключом восстановления',
  'recover.text': 'Беседы на этом компьютере целы, но заперты. {problem}',
  'recover.submit': 'Открыть',
  'recover.opening': 'Открывается…',
  'recover.retry': 'Попробовать без него',
  'recover.later': 'Не сейчас',
  'recover.offer': 'Использовать ключ восстановления',
  'lock.title': 'Разблокировать Future Talk',
  'lock.text':
    'На этом компьютере нет связки ключей, поэтому данные приложения защищает ваша парольная фраза.',
  'lock.passphrase': 'Парольная фраза',
  'lock.required': 'Введите парольную фразу.',
  'lock.submit': 'Разблокировать',
  'lock.forgotten': 'Не помню её…',
  'lock.forget.title': 'Выбрать другую парольную фразу?',
  'lock.forget.text':
    'Придётся войти снова. Если вы размещаете сервер на этом компьютере, для открытия бесед понадобится ключ восстановления.',
  'lock.forget.confirm': 'Выбрать другую',
  'lock.choose.title': 'Выберите парольную фразу',
  'lock.choose.text':
    'На этом компьютере нет связки ключей. Вместо неё ваши ключи защищает парольная фраза; приложение спрашивает её при каждом запуске.',
  'lock.choose.gone':
    'Раньше здесь была связка ключей. Если она только заблокирована, закройте приложение, разблокируйте её и запустите его снова.',
  'lock.choose.hint': {
    one: 'Не менее {count} символа. Несколько слов легко запомнить.',
    few: 'Не менее {count} символов. Несколько слов легко запомнить.',
    many: 'Не менее {count} символов. Несколько слов легко запомнить.',
    other: 'Не менее {count} символа. Несколько слов легко запомнить.',
  },
  'lock.choose.short': {
    one: 'Не менее {count} символа.',
    few: 'Не менее {count} символов.',
    many: 'Не менее {count} символов.',
    other: 'Не менее {count} символа.',
  },
  'lock.choose.again': 'Та же парольная фраза ещё раз',
  'lock.choose.different': 'Они не совпадают.',
  'lock.choose.submit': 'Использовать эту фразу',
});
