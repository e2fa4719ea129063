import { describe, expect, test } from 'vitest';
import { placeAfter } from '../../../src/renderer/features/messages/grouping.ts';
import { usernameProblem } from '../../../src/renderer/features/session/sign-up-rules.ts';
import { CallError } from '../../../src/renderer/lib/bridge.ts';
import {
  formatAgo,
  formatCountdown,
  formatDay,
  formatDuration,
  formatListTime,
} from '../../../src/renderer/lib/format-time.ts';
import { countCharacters } from '../../../src/renderer/lib/limits.ts';
import { t } from '../../../src/renderer/lib/messages/catalogue.ts';
import { describeError } from '../../../src/renderer/lib/report-error.ts';
import { hueOf, initialsOf } from '../../../src/renderer/ui/initials.ts';

describe('the catalogue', () => {
  test('chooses the plural form by the count', () => {
    expect(t('conversations.unread', { count: 1 })).toBe('1 unread message');
    expect(t('conversations.unread', { count: 0 })).toBe('0 unread messages');
    expect(t('conversations.unread', { count: 1_234 })).toBe('1,234 unread messages');
  });

  test('fills in names as they are, braces and all', () => {
    expect(t('typing.two', { first: '{second}', second: 'B' })).toBe('{second} and B are typing…');
  });
});

describe('times', () => {
  const local = (day: number, hour: number, minutes = 0) =>
    new Date(2026, 4, day, hour, minutes).toISOString();
  const now = new Date(2026, 4, 20, 15, 0).getTime();

  test.each([
    [local(20, 14, 5), '14:05'],
    [local(19, 23, 59), 'Yesterday'],
    [local(16, 10), 'Sat'],
    [local(2, 10), '2 May'],
    [new Date(2024, 4, 2).toISOString(), '2 May 2024'],
  ])('in a list: %s', (timestamp, text) => {
    expect(formatListTime(timestamp, now)).toBe(text);
  });

  test('between days', () => {
    expect(formatDay(local(20, 0, 1), now)).toBe('Today');
    expect(formatDay(local(19, 0), now)).toBe('Yesterday');
    expect(formatDay(local(4, 12), now)).toBe('Monday 4 May');
  });

  test('how long ago', () => {
    expect(formatAgo(local(20, 14, 59), now + 30_000)).toBe('1 minute ago');
    expect(formatAgo(local(20, 15), now)).toBe('just now');
    expect(formatAgo(local(20, 9), now)).toBe('at 09:00');
    expect(formatAgo(local(19, 9), now)).toBe('yesterday');
    expect(formatAgo(local(3, 9), now)).toBe('on 3 May');
  });

  test('timers', () => {
    expect([5, 60, 300, 3_600, 86_400, 604_800].map(formatDuration)).toEqual([
      '5 seconds',
      '1 minute',
      '5 minutes',
      '1 hour',
      '1 day',
      '1 week',
    ]);
    expect([-5, 900, 59_000, 61_000, 3_700_000, 200_000_000].map(formatCountdown)).toEqual([
      '0s',
      '1s',
      '59s',
      '2m',
      '2h',
      '3d',
    ]);
  });
});

describe('groups of messages', () => {
  const at = (time: string, senderId = 'anna') => ({
    senderId,
    createdAt: new Date(`2026-05-04T${time}`).toISOString(),
  });

  test('one sender within five minutes', () => {
    const first = at('10:00:00');
    expect(placeAfter(first, at('10:04:59')).startsGroup).toBe(false);
    expect(placeAfter(first, at('10:05:01')).startsGroup).toBe(true);
    expect(placeAfter(first, at('10:01:00', 'ben')).startsGroup).toBe(true);
  });

  test('a day begins with its first message', () => {
    expect(placeAfter(undefined, at('10:00:00'))).toEqual({ startsDay: true, startsGroup: true });
    const midnight = { senderId: 'anna', createdAt: new Date(2026, 4, 5, 0, 1).toISOString() };
    const before = { senderId: 'anna', createdAt: new Date(2026, 4, 4, 23, 59).toISOString() };
    expect(placeAfter(before, midnight).startsDay).toBe(true);
  });
});

describe('names and limits', () => {
  test('initials', () => {
    const marked = ['Build server (bot)', '\u2068Builds\u2069 (بوت)', '(x)'];
    expect(marked.map(initialsOf)).toEqual(['BS', 'B', '(']);
    expect(['Anna', 'Anna Maria Berg', ' 李 雷 ', '😀 x', ''].map(initialsOf)).toEqual([
      'A',
      'AB',
      '李雷',
      '😀X',
      '',
    ]);
  });

  test('initials are whole characters, without a flood of marks', () => {
    const family = '\u{1F469}\u200D\u{1F467}';
    const flood = `Z${'\u0335\u0301\u0327'.repeat(20)}algo`;
    expect([`${family} Kim`, 'e\u0301lan', 'นิ่ม', flood].map(initialsOf)).toEqual([
      `${family}K`,
      'E\u0301',
      'นิ่',
      'Z\u0335\u0301\u0327',
    ]);
  });

  test('a colour that stays', () => {
    const hue = hueOf('00000000-0001-7000-8000-000000000001');
    expect(hue).toBe(hueOf('00000000-0001-7000-8000-000000000001'));
    expect(hue).toBeGreaterThanOrEqual(0);
    expect(hue).toBeLessThan(8);
  });

  test('characters are code points', () => {
    expect(countCharacters('a😀')).toBe(2);
  });

  test.each([
    ['', 'Choose a username.'],
    ['ab', 'At least 3 characters.'],
    ['a b', 'Only letters a to z, digits, dot, dash and underscore.'],
    ['x'.repeat(33), 'At most 32 characters.'],
    ['Anna_b.c-1', null],
  ])('username %j', (username, problem) => {
    expect(usernameProblem(username)).toBe(problem);
  });
});

test('errors in words of the catalogue, by their code', () => {
  const failure = { detail: 'The server’s own words', retryable: false };
  const said = (error: unknown) => describeError(error);
  expect(said(new CallError({ ...failure, code: 'USERNAME_TAKEN' }))).toBe(
    'That username is taken.',
  );
  expect(said(new CallError({ ...failure, code: 'RATE_LIMITED', retryAfterSeconds: 1 }))).toBe(
    'Too many tries. Wait 1 second and try again.',
  );
  const fields = [{ path: 'body.username', message: 'is wrong' }];
  expect(said(new CallError({ ...failure, code: 'VALIDATION_ERROR', fields }))).toBe(
    'This is not valid: Username',
  );
  expect(said(new TypeError('x is not a function'))).toBe(
    'Something went wrong in the app. Try again.',
  );
});
