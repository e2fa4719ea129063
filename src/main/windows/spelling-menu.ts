import type { MenuItemConstructorOptions, WebContents } from 'electron';
import { t } from '../language/texts.ts';

/** What a right click on a misspelled word offers; nothing on any other. */
export function spellingItems(
  contents: WebContents,
  { misspelledWord, dictionarySuggestions }: Electron.ContextMenuParams,
): MenuItemConstructorOptions[] {
  if (misspelledWord === '') return [];
  const suggestions: MenuItemConstructorOptions[] = dictionarySuggestions.map((word) => ({
    label: word,
    click: () => {
      contents.replaceMisspelling(word);
    },
  }));
  if (suggestions.length === 0) suggestions.push({ label: t('spelling.none'), enabled: false });
  return [
    ...suggestions,
    {
      label: t('spelling.add'),
      click: () => {
        contents.session.addWordToSpellCheckerDictionary(misspelledWord);
      },
    },
    { type: 'separator' },
  ];
}
