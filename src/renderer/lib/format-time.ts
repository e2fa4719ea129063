import { locale, t } from './messages/catalogue.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const timeFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const weekdayFormat = new Intl.DateTimeFormat(locale, { weekday: 'short' });
const dateFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const dateWithYearFormat = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const longDayFormat = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const longDayWithYearFormat = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const fullFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** Whole local days from `time` to `now`; robust against days of 23 and 25 hours. */
function daysAgo(time: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(time)) / dayMs);
}

export function isSameDay(first: string, second: string): boolean {
  return startOfDay(Date.parse(first)) === startOfDay(Date.parse(second));
}

/** `14:05`. Timestamps are RFC 3339 here and below; `now` is milliseconds since 1970. */
export function formatTime(timestamp: string): string {
  return timeFormat.format(Date.parse(timestamp));
}

export function formatFull(timestamp: string): string {
  return fullFormat.format(Date.parse(timestamp));
}

/** For a list: the time today, the weekday within a week, otherwise the date. */
export function formatListTime(timestamp: string, now: number): string {
  const time = Date.parse(timestamp);
  const days = daysAgo(time, now);
  if (days <= 0) return timeFormat.format(time);
  if (days === 1) return t('time.yesterday');
  if (days < 7) return weekdayFormat.format(time);
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dateFormat : dateWithYearFormat).format(time);
}

/** For the line between two days of a conversation. */
export function formatDay(timestamp: string, now: number): string {
  const time = Date.parse(timestamp);
  const days = daysAgo(time, now);
  if (days <= 0) return t('time.today');
  if (days === 1) return t('time.yesterday');
  return (days < 300 ? longDayFormat : longDayWithYearFormat).format(time);
}

/** `just now`, `5 minutes ago`, `at 14:05`, `yesterday`, `on 3 May`: fits after “Last seen”. */
export function formatAgo(timestamp: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(timestamp)) / minuteMs);
  if (minutes < 1) return t('time.justNow');
  if (minutes < 60) return t('time.minutesAgo', { count: minutes });
  const when = formatListTime(timestamp, now);
  const days = daysAgo(Date.parse(timestamp), now);
  if (days <= 0) return t('time.at', { time: when });
  return days === 1 ? t('time.yesterdayInside') : t('time.on', { date: when });
}

/** A timer's length as people say it: `30 seconds`, `1 hour`. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return t('duration.seconds', { count: seconds });
  if (seconds < 3_600) return t('duration.minutes', { count: Math.round(seconds / 60) });
  if (seconds < 86_400) return t('duration.hours', { count: Math.round(seconds / 3_600) });
  if (seconds < 604_800) return t('duration.days', { count: Math.round(seconds / 86_400) });
  return t('duration.weeks', { count: Math.round(seconds / 604_800) });
}

/** What is left of a timer, short enough for a badge: `9s`, `4m`, `2h`, `6d`. */
export function formatCountdown(remainingMs: number): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / 1_000));
  if (seconds < 60) return t('countdown.seconds', { count: seconds });
  if (seconds < 3_600) return t('countdown.minutes', { count: Math.ceil(seconds / 60) });
  if (seconds < 86_400) return t('countdown.hours', { count: Math.ceil(seconds / 3_600) });
  return t('countdown.days', { count: Math.ceil(seconds / 86_400) });
}
