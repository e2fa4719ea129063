import type { SystemChoices } from '#ipc/system.ts';
import { isQuiet } from '../notifications/quiet.ts';
import { locale, t } from '../language/texts.ts';

type Quiet = SystemChoices['quiet'];

export interface QuietChoice {
  label: string;
  value: Quiet;
  isCurrent: boolean;
}

const hourMs = 3_600_000;
const morning = 8;

/** How long the tray offers to be quiet for, and which of that is in force. */
export function quietChoices(current: Quiet, now: Date): QuietChoice[] {
  const isTimed = typeof current === 'number' && isQuiet(current, now.getTime());
  const choices: QuietChoice[] = [
    { label: t('system.quiet.off'), value: null, isCurrent: !isQuiet(current, now.getTime()) },
    { label: t('system.quiet.hour'), value: now.getTime() + hourMs, isCurrent: false },
    { label: t('system.quiet.morning'), value: nextMorning(now), isCurrent: false },
    { label: t('system.quiet.ended'), value: 'ended', isCurrent: current === 'ended' },
  ];
  if (isTimed) {
    const until = new Date(current).toLocaleTimeString(locale(), {
      hour: '2-digit',
      minute: '2-digit',
    });
    choices.splice(1, 0, {
      label: t('system.quiet.until', { time: until }),
      value: current,
      isCurrent: true,
    });
  }
  return choices;
}

function nextMorning(now: Date): number {
  const at = new Date(now);
  at.setHours(morning, 0, 0, 0);
  if (at <= now) at.setDate(at.getDate() + 1);
  return at.getTime();
}
