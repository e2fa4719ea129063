import { expect, test } from 'vitest';
import { inCatalogue } from '../../../scripts/lint/in-catalogue.mjs';
import { lintWith } from './lint-with.ts';

/** The texts that are found, in their order. */
function found(filename: string, code: string): string[] {
  return lintWith(inCatalogue, filename, code).map((line) => /“(.*)”/.exec(line)?.[1] ?? line);
}

const page = 'src/renderer/features/polls/Poll.svelte';

test('text on a page, and what is said of its controls, is found outside the catalogue', () => {
  const code = `
<script lang="ts">
  const { count, isOpen, failed }: { count: number; isOpen: boolean; failed: boolean } = $props();
  const empty = 'Nobody has voted';
  function describe() {
    return failed ? \`Could not vote: \${String(count)}\` : '';
  }
</script>

<h1>Poll</h1>
<p>{isOpen ? 'open' : t('poll.closed')} {count} {describe()}{empty}</p>
<button title="Vote" aria-label={\`Vote \${count} times\`} class="flex gap-2">{t('poll.vote')}</button>
<input placeholder="why?" type="text" />
<img alt="result" src="x.png" />
<Dialog heading="are you sure" />
`;
  expect(found(page, code)).toEqual([
    'Nobody has voted',
    'Could not vote:',
    'Poll',
    'open',
    'Vote',
    'Vote',
    'times',
    'why?',
    'result',
    'are you sure',
  ]);
});

test('keys, classes, codes and signs on a page are not text', () => {
  const code = `
<script lang="ts">
  const choices = [{ value: 'one', text: 'poll.choice.one' }] as const;
  const style = 'grid gap-2 rounded-xl';
  function onkeydown(event: KeyboardEvent) {
    if (event.key === 'Enter') throw new Error('There is no field');
    if (event.dataTransfer?.types.includes('Files')) call('vote', { kind: 'plain' });
  }
</script>

<p dir="ltr" class={['p-2', style]} data-testid="poll">· {t(choices[0].text)} – 3:4 %</p>
<Button variant="quiet" aria-hidden="true" label={t('poll.vote')}>{count}</Button>
`;
  expect(found(page, code)).toEqual([]);
});

test('so is what the page says from its modules', () => {
  const code = `
toasts.show({ kind: 'error', text: 'lost' });
field.placeholder = 'search';
field.setAttribute('aria-label', 'field');
field.setAttribute('aria-controls', 'list');
export const nobody = (): string => 'Nobody is here.';
`;
  expect(found('src/renderer/features/polls/polls.ts', code)).toEqual([
    'lost',
    'search',
    'field',
    'Nobody is here.',
  ]);
});

test('menus, dialogs, notifications and the tray say nothing of their own', () => {
  const code = `
const template = [{ label: 'File', submenu: [{ role: 'quit' }] }];
Menu.buildFromTemplate([{ type: 'checkbox', id: 'mute', accelerator: 'Ctrl+M', click: mute }]);
tray.setToolTip('3 unread');
new Notification({ title: name, body: isHidden ? 'A message' : text, silent: true });
await dialog.showMessageBox(window, { type: 'question', message: 'Quit?', buttons: ['Yes', no] });
await dialog.showSaveDialog({ defaultPath: 'key.txt', filters: [{ name: 'Text', extensions: ['txt'] }] });
log.error('The tray cannot be made', { message: 'why' });
throw new LocalError('NO_SESSION', 'Sign in first');
`;
  expect(found('src/main/tray/tray.ts', code)).toEqual([
    'File',
    '3 unread',
    'A message',
    'Quit?',
    'Yes',
    'Text',
  ]);
});
