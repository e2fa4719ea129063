import { perLanguage, t } from './messages/catalogue.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const formats = perLanguage((locale) => {
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  return {
    time: dates({ hour: '2-digit', minute: '2-digit' }),
    weekday: dates({ weekday: 'short' }),
    date: dates({ day: 'numeric', month: 'short' }),
    dateWithYear: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    longDay: dates({ weekday: 'long', day: 'numeric', month: 'long' }),
    longDayWithYear: dates({ day: 'numeric', month: 'long', year: 'numeric' }),
    full: dates({ dateStyle: 'full', timeStyle: 'short' }),
    ago: new Intl.RelativeTimeFormat(locale),
  };
});

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week';

const lengthFormats = perLanguage((locale) => {
  const inUnits = (unitDisplay: 'long' | 'narrow') => {
    const inUnit = (unit: Unit) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay });
    return {
      second: inUnit('second'),
      minute: inUnit('minute'),
      hour: inUnit('hour'),
      day: inUnit('day'),
      week: inUnit('week'),
    };
  };
  return { long: inUnits('long'), narrow: inUnits('narrow') };
});

/** The day that was asked for last, which is mostly asked for next: finding out takes a while. */
let lastDay = { start: 0, firstAfter: 0 };

function startOfDay(time: number): number {
  if (time < lastDay.start || time >= lastDay.firstAfter) {
    const day = new Date(time);
    const start = day.setHours(0, 0, 0, 0);
    lastDay = { start, firstAfter: day.setDate(day.getDate() + 1) };
  }
  return lastDay.start;
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
  return formats().time.format(Date.parse(timestamp));
}

export function formatFull(timestamp: string): string {
  return formats().full.format(Date.parse(timestamp));
}

/** For a list: the time today, the weekday within a week, otherwise the date. */
export function formatListTime(timestamp: string, now: number): string {
  const time = Date.parse(timestamp);
  const days = daysAgo(time, now);
  if (days <= 0) return formats().time.format(time);
  if (days === 1) return t('time.yesterday');
  if (days < 7) return formats().weekday.format(time);
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? formats().date : formats().dateWithYear).format(time);
}

/** For the line between two days of a conversation. */
export function formatDay(timestamp: string, now: number): string {
  const time = Date.parse(timestamp);
  const days = daysAgo(time, now);
  if (days <= 0) return t('time.today');
  if (days === 1) return t('time.yesterday');
  return (days < 300 ? formats().longDay : formats().longDayWithYear).format(time);
}

/** `just now`, `5 minutes ago`, `at 14:05`, `yesterday`, `on 3 May`: fits after “Last seen”. */
export function formatAgo(timestamp: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(timestamp)) / minuteMs);
  if (minutes < 1) return t('time.justNow');
  if (minutes < 60) return formats().ago.format(-minutes, 'minute');
  const when = formatListTime(timestamp, now);
  const days = daysAgo(Date.parse(timestamp), now);
  if (days <= 0) return t('time.at', { time: when });
  return days === 1 ? t('time.yesterdayInside') : t('time.on', { date: when });
}

/** A timer's length as people say it: `30 seconds`, `1 hour`. */
export function formatDuration(seconds: number): string {
  const { second, minute, hour, day, week } = lengthFormats().long;
  if (seconds < 60) return second.format(seconds);
  if (seconds < 3_600) return minute.format(Math.round(seconds / 60));
  if (seconds < 86_400) return hour.format(Math.round(seconds / 3_600));
  if (seconds < 604_800) return day.format(Math.round(seconds / 86_400));
  return week.format(Math.round(seconds / 604_800));
}

export function formatDays(days: number): string {
  return lengthFormats().long.day.format(days);
}

/** What is left of a timer, short enough for a badge: `9s`, `4m`, `2h`, `6d`. */
export function formatCountdown(remainingMs: number): string {
  const { second, minute, hour, day } = lengthFormats().narrow;
  const seconds = Math.max(0, Math.ceil(remainingMs / 1_000));
  if (seconds < 60) return second.format(seconds);
  if (seconds < 3_600) return minute.format(Math.ceil(seconds / 60));
  if (seconds < 86_400) return hour.format(Math.ceil(seconds / 3_600));
  return day.format(Math.ceil(seconds / 86_400));
}
