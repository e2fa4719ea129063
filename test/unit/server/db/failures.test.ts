import { expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { damagedSentence, isDamage } from '#server/db/damage.ts';
import { describeFailure } from '#server/db/group-commit.ts';

const failedWith = (code: string) => Object.assign(new Error('it failed'), { code });

it('what was refused keeps its name and its sentence', () => {
  const refused = new AppError('FORBIDDEN', { detail: 'not this one' });
  expect(describeFailure(refused)).toEqual({
    ok: false,
    code: 'FORBIDDEN',
    detail: 'not this one',
  });
});

it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY_DBMOVED', 'SQLITE_CANTOPEN'])(
  'a disk in trouble is not ready, and may be again: %s',
  (code) => {
    expect(describeFailure(failedWith(code))).toMatchObject({ code: 'NOT_READY' });
  },
);

it.each(['SQLITE_CORRUPT', 'SQLITE_CORRUPT_VTAB', 'SQLITE_NOTADB'])(
  'a database that is damaged is called so: %s',
  (code) => {
    expect(isDamage(failedWith(code))).toBe(true);
    expect(describeFailure(failedWith(code))).toMatchObject({ code: 'DATABASE_DAMAGED' });
  },
);

it('anything else has no name, and what was thrown is told whatever it was', () => {
  const broken = new TypeError('a programming mistake');
  expect(describeFailure(broken)).toMatchObject({ code: null, detail: 'a programming mistake' });
  expect(describeFailure('a bare text')).toMatchObject({ code: null, detail: 'a bare text' });
  expect(isDamage('a bare text')).toBe(false);
});

it('whoever runs the server is told where the damage is, as far as it is known', () => {
  const said = (tables: string[], pages: number[]) =>
    damagedSentence('/data/future-talk.db', { tables, pages });
  expect(said(['message', 'user'], [7, 9])).toContain('(tables message, user; pages 7, 9)');
  expect(said(['message'], [])).toContain('(tables message).');
  expect(said([], [7])).toContain('(pages 7).');
  expect(said([], [])).toMatch(/^The database \S+ is damaged\. Restore a backup/);
});
