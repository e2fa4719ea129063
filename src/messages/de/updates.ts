import type { updates as english } from '../en/updates.ts';
import { translate } from '../translate.ts';

export const updates = translate<'de', typeof english>()({
  'update.ready': 'Version {version} kann installiert werden.',
  'update.install': 'Installieren …',
  'update.downloading': 'Version {version} wird vom Server geladen …',
  'update.refused':
    'Der Server bietet eine Version der App an, die nicht von ihren Herstellern signiert ist. Sie wird nicht installiert; sagen Sie es der Person, die den Server betreibt.',
});
