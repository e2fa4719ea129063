import { randomBytes, randomInt } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { generationOf, pagesLogged } from '#server/db/logged-pages.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { hashPieces, StillFile } from '#server/db/still-file.ts';
import { folderForTest } from '../../../support/server-process.ts';

const pieceBytes = 65_536;

function databaseForTest() {
  const place = { file: join(folderForTest(), 'a.db'), key: randomBytes(32) };
  const writer = openDatabase(place);
  migrate(writer);
  writer.exec('CREATE TABLE filling (id INTEGER PRIMARY KEY, bytes BLOB)');
  const still = new StillFile(place.file, place.key);
  onTestFinished(() => {
    still.close();
    writer.close();
  });
  const fill = writer.prepare('INSERT OR REPLACE INTO filling VALUES (?, randomblob(?))');
  const write = writer.transaction((rows: number) => {
    for (let row = 0; row < rows; row += 1) fill.run(randomInt(3_000), randomInt(3_000));
  });
  return { ...place, writer, still, write };
}

it('reads again only what was written to, and never misses any of it', () => {
  const { file, still, writer, write } = databaseForTest();
  write(2_000);
  for (let round = 0; round < 60; round += 1) {
    still.hold();
    const held = still.content(pieceBytes);
    expect(held).toMatchObject(hashPieces(file, pieceBytes));
    // With the file held and let go, few writes and many, spilled, undone and erased ones.
    if (round % 7 === 3) still.release();
    write(round % 11 === 5 ? 1_500 : randomInt(6));
    if (round % 5 === 2) writer.pragma('wal_checkpoint(PASSIVE)');
    if (round % 9 === 4) {
      writer.pragma('cache_spill=1');
      writer.exec('BEGIN');
      write(200);
      writer.exec('ROLLBACK');
    }
    if (round % 13 === 6) writer.exec('DELETE FROM filling WHERE id % 3 = 0; VACUUM');
  }
});

it('while it is held the file stays as it is, and what is written then is in what is held next', () => {
  const { file, still, write } = databaseForTest();
  write(3_000);
  still.hold();
  const { pieces } = still.content(pieceBytes);
  write(10);
  expect(hashPieces(file, pieceBytes).pieces).toEqual(pieces);
  still.hold();
  const next = still.content(pieceBytes).pieces;
  const others = next.filter((hash, index) => hash !== pieces[index]);
  expect(others.length).toBeGreaterThan(0);
  expect(others.length).toBeLessThan(next.length);
});

it('is not held while others read for too long what was before', () => {
  const { file, key, still, write } = databaseForTest();
  write(10);
  still.hold();
  const reader = openDatabase({ file, key });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM filling').get();
  write(10);
  expect(() => {
    still.hold();
  }).toThrow('the database is read by others for too long');
  reader.exec('COMMIT');
  still.hold();
  expect(still.content(pieceBytes)).toMatchObject(hashPieces(file, pieceBytes));
  reader.close();
});

it('hashes nothing of a file that becomes shorter meanwhile', () => {
  const file = join(folderForTest(), 'a.db');
  writeFileSync(file, 'one piece, and another');
  const shorten = () => {
    truncateSync(file, 8);
    return undefined;
  };
  expect(() => hashPieces(file, 10, shorten)).toThrow('the database became shorter');
});

it('a log that is not there, or not more than begun, has nothing', () => {
  const log = join(folderForTest(), 'a.db-wal');
  const nothing = { pages: [], pageBytes: 0, hasBegunAnew: false };
  const since = { generation: '', frames: 0 };
  expect(generationOf(log)).toBe('');
  expect(pagesLogged(log, since)).toEqual(nothing);
  writeFileSync(log, Buffer.alloc(31));
  expect(generationOf(log)).toBe('');
  expect(pagesLogged(log, { ...since, frames: 3 })).toEqual({ ...nothing, hasBegunAnew: true });
});
