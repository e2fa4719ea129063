import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GroupCommit } from '#server/db/group-commit.ts';
import { lookAtDatabase } from '#server/db/look.ts';
import { migrate } from '#server/db/migrate.ts';
import { markAsMoved, movedMarkName, requireNotMoved } from '#server/db/moved-mark.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { copyUnderNewKey } from '#server/db/rekey-copy.ts';
import { settleRekey } from '#server/db/rekey-journal.ts';
import { takeSnapshot } from '#server/db/snapshot.ts';
import { StillFile } from '#server/db/still-file.ts';
import { beforeUpgradeName, keepCopy } from '#server/db/upgrade-copy.ts';
import { temporaryFolder } from '../../../support/test-server.ts';

const key = randomBytes(32);
let folder: string;
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'future-talk.db');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** With the newest schema, on which no server has run yet. */
function newDatabase() {
  const database = openDatabase({ file, key });
  migrate(database);
  return database;
}

describe('a folder whose server has moved', () => {
  const start = () => {
    requireNotMoved(folder);
  };

  it('starts none, and says where it went as far as that is known', () => {
    expect(start).not.toThrow();
    markAsMoved(folder, { identity: 'key', epoch: 2, addresses: ['192.168.1.9:8000'] });
    expect(start).toThrow('has moved to 192.168.1.9:8000 on 2');
    markAsMoved(folder, { identity: 'key', epoch: 2, addresses: [] });
    expect(start).toThrow('has moved to another computer on 2');
  });

  it('starts none either where the mark cannot be read', () => {
    writeFileSync(join(folder, movedMarkName), '{"version":');
    expect(start).toThrow('has moved, and does not start here any more');
  });
});

it('a database that cannot be opened for another reason than its key is said to be so', () => {
  mkdirSync(file);
  expect(() => openDatabase({ file, key })).toThrow('cannot be written');
});

it('the key is not changed while another program reads, and no copy is left for one', () => {
  const reader = newDatabase();
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM meta').get();
  const copy = join(folder, 'copy.db');
  const change = { file, copy, oldKey: key, newKey: randomBytes(32) };
  expect(() => {
    copyUnderNewKey(change);
  }).toThrow('Another program is using the database');
  expect(existsSync(copy)).toBe(false);
  reader.close();
  const said: string[] = [];
  const onProgress = ({ step, done }: { step: string; done: number }) =>
    said.push(`${step} ${done}`);
  copyUnderNewKey({ ...change, onProgress });
  const steps = ['copying 1', 'rekeying 0', 'rekeying 1', 'checking 0', 'checking 1'];
  expect(said.slice(-steps.length)).toEqual(steps);
  const copied = openDatabase({ file: copy, key: change.newKey });
  expect(copied.pragma('integrity_check', { simple: true })).toBe('ok');
  copied.close();
});

it('a copy under a new key is of no use where somebody has written to it', () => {
  newDatabase().close();
  const change = { file, copy: join(folder, 'copy.db'), oldKey: key, newKey: randomBytes(32) };
  const onProgress = ({ step, done }: { step: string; done: number }) => {
    if (step !== 'rekeying' || done !== 1) return;
    const copy = openDatabase({ file: change.copy, key: change.newKey });
    copy.exec("INSERT INTO meta (name, value) VALUES ('more', 1)");
    copy.close();
  };
  expect(() => {
    copyUnderNewKey({ ...change, onProgress });
  }).toThrow('does not hold what the database holds');
});

describe('a change of the key that was interrupted', () => {
  const ready = () => join(folder, 'rekey.ready');

  it('is finished from where it was, and then there is nothing of it', () => {
    mkdirSync(ready());
    const plan = { install: ['moved.already', 'not.yet'], remove: ['old'] };
    writeFileSync(join(ready(), 'plan.json'), JSON.stringify(plan));
    writeFileSync(join(ready(), 'not.yet'), 'new');
    for (const name of ['moved.already', 'not.yet', 'old']) writeFileSync(join(folder, name), name);
    settleRekey(folder);
    expect(readFileSync(join(folder, 'moved.already'), 'utf8')).toBe('moved.already');
    expect(readFileSync(join(folder, 'not.yet'), 'utf8')).toBe('new');
    expect(existsSync(join(folder, 'old'))).toBe(false);
    expect(existsSync(ready())).toBe(false);
  });

  it('has nothing left to do where its plan is gone already', () => {
    mkdirSync(ready());
    settleRekey(folder);
    expect(existsSync(ready())).toBe(false);
  });
});

it('a copy from before an upgrade that fails leaves nothing that looks like one', () => {
  const database = newDatabase();
  database.exec('BEGIN');
  expect(() => {
    keepCopy(database, file);
  }).toThrow('VACUUM');
  database.exec('ROLLBACK');
  expect(existsSync(join(folder, `${beforeUpgradeName}.new`))).toBe(false);
  keepCopy(database, file);
  expect(existsSync(join(folder, beforeUpgradeName))).toBe(true);
  database.close();
});

it('a log that has lost its place takes no events', () => {
  const database = newDatabase();
  database.exec("DELETE FROM meta WHERE name = 'cursor'");
  expect(() => new GroupCommit(database, []).run([])).toThrow(
    'nothing is there: SELECT value FROM meta',
  );
  database.close();
});

it('the small pictures of pictures are among the files that go along', () => {
  const database = newDatabase();
  database.exec(`INSERT INTO file_key (id, key) VALUES (1, zeroblob(32)), (2, zeroblob(32));
    INSERT INTO blob (id, key_id, byte_count, thumbnail_byte_count)
      VALUES ('note', 1, 5, NULL), ('picture', 2, 9, 3)`);
  const files = ['note', 'picture', 'picture.thumbnail'];
  expect(takeSnapshot({ file, key, copy: join(folder, 'copy.db') })).toMatchObject({ files });
  const still = new StillFile(file, key);
  still.hold();
  expect(still.content(65_536)).toMatchObject({ files });
  still.close();
  database.close();
});

it('a snapshot of what no server has run on says that it is nobody’s', () => {
  newDatabase().close();
  const taken = takeSnapshot({ file, key, copy: join(folder, 'copy.db') });
  expect(taken).toMatchObject({ accounts: 0, messages: 0, identityKey: null, files: [] });
});

it('a page that was never written is not taken for a damaged one', async () => {
  newDatabase().close();
  appendFileSync(file, Buffer.alloc(4096));
  const look = () => lookAtDatabase({ file, key }, () => undefined);
  expect((await look()).damagedPages).toEqual([]);
  appendFileSync(file, Buffer.alloc(4096, 1));
  expect((await look()).damagedPages).toHaveLength(1);
});
