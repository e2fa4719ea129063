import type { condition as english } from '../en/condition.ts';
import { translate } from '../translate.ts';

export const condition = translate<'ru', typeof english>()({
  'condition.title': 'Как дела у сервера',
  'condition.well': 'Всё в порядке.',
  'condition.failed': 'Не удалось узнать, как дела у сервера.',
  'condition.online': 'Людей в сети',
  'condition.requests': 'Запросы',
  'condition.requests.number': '{number} в секунду',
  'condition.processor': 'Процессор',
  'condition.processor.share': '{share} одного ядра',
  'condition.memory': 'Память',
  'condition.disk': 'Свободно на диске',
  'condition.disk.room': '{free} из {total}',
  'condition.database': 'Сообщения',
  'condition.files': 'Файлы',
  'condition.backup': 'Последняя копия',
  'condition.backup.none': 'Пока нет',
  'condition.problem.database_damaged':
    'Часть базы данных повреждена. Повреждённое никому не показывается. Восстановите резервную копию, а до тех пор не удаляйте ни одной.',
  'condition.problem.disk_nearly_full':
    'Диск почти заполнен. Скоро нельзя будет отправлять файлы, а затем и сообщения. Освободите место.',
  'condition.problem.backup_failed':
    'Последняя попытка сделать резервную копию не удалась. Ниже сказано, почему.',
  'condition.problem.backup_overdue':
    'Резервная копия запаздывает. Следующая будет сделана сама, пока сервер работает; можно сделать её и сейчас, ниже.',
  'condition.problem.clock_set_back':
    'Часы этого компьютера отстают: новейшие сообщения датированы будущим. Переведите часы.',
  'condition.problem.webhook_given_up':
    'Исходящий вебхук больше не принимают, и туда ничего не отправляется. Пусть это проверит тот, кто ведёт этого бота.',
  'condition.problem.index_behind': 'Поиск ещё готовится и находит не всё. Это закончится само.',
});
