import { expect, test } from 'vitest';
import { translate } from '../../../src/messages/translate.ts';

/* The compiler is what is tested: an error that does not come makes `npm run check` fail. */

interface English extends Record<string, string | object> {
  greeting: 'Hello {name}';
  files: { one: '{count} file of {name}'; other: '{count} files of {name}' };
}

const german = translate<'de', Pick<English, 'greeting' | 'files'>>();

test('what is as it should be is left as it is', () => {
  const texts = german({
    greeting: 'Hallo {name}',
    files: { one: 'eine Datei von {name}', other: '{count} Dateien von {name}' },
  });
  expect(texts.greeting).toBe('Hallo {name}');
});

test('what is missing, unknown or filled otherwise is a type error', () => {
  const files = { one: '{count} Datei von {name}', other: '{count} Dateien von {name}' } as const;
  // @ts-expect-error -- a text is missing
  german({ files });
  // @ts-expect-error -- a text that English does not have
  german({ greeting: 'Hallo {name}', files, farewell: 'Tschüss' });
  // @ts-expect-error -- another placeholder
  german({ greeting: 'Hallo {nam}', files });
  // @ts-expect-error -- no placeholder
  german({ greeting: 'Hallo', files });
  // @ts-expect-error -- a plural form is missing
  german({ greeting: 'Hallo {name}', files: { other: '{count} Dateien von {name}' } });
  // @ts-expect-error -- a plural form has another placeholder
  german({ greeting: 'Hallo {name}', files: { ...files, one: 'Datei von {who}' } });
  expect.assertions(0);
});
