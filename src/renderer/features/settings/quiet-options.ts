import type { SystemChoices } from '#ipc/system.ts';
import { formatFull } from '../../lib/format-time.ts';
import { t } from '../../lib/messages/catalogue.ts';

type Quiet = SystemChoices['quiet'];

const hourMs = 3_600_000;
const spans = { hour: hourMs, fourHours: 4 * hourMs, day: 24 * hourMs } as const;

/** What can be chosen, besides what is in force now. */
const choices = ['off', 'hour', 'fourHours', 'day', 'ended'] as const;
export type QuietChoice = (typeof choices)[number] | 'until';

function isOver(quiet: Quiet): boolean {
  return quiet === null || (quiet !== 'ended' && quiet <= Date.now());
}

/** The choice that is in force. */
export function quietChoice(quiet: Quiet): QuietChoice {
  if (isOver(quiet)) return 'off';
  return quiet === 'ended' ? 'ended' : 'until';
}

export function quietOptions(quiet: Quiet): { value: QuietChoice; label: string }[] {
  const options: { value: QuietChoice; label: string }[] = choices.map((value) => ({
    value,
    label: t(`system.quiet.${value}`),
  }));
  if (typeof quiet !== 'number' || isOver(quiet)) return options;
  const time = formatFull(new Date(quiet).toISOString());
  return [...options, { value: 'until', label: t('system.quiet.until', { time }) }];
}

/** What a choice changes; nothing where it is in force already. */
export function quietChange(choice: QuietChoice): Partial<SystemChoices> {
  switch (choice) {
    case 'off':
      return { quiet: null };
    case 'ended':
      return { quiet: 'ended' };
    case 'until':
      return {};
    case 'hour':
    case 'fourHours':
    case 'day':
      return { quiet: Date.now() + spans[choice] };
  }
}
