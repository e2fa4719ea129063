import { constants, copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../commands/command.ts';
import { readOptions } from '../commands/options.ts';
import { takeDataFolder } from '../db/data-folder.ts';
import { flushFile, flushFolder } from '../db/durable-files.ts';
import { openForWriting } from '../db/open-database.ts';
import { afterUpgradeName, beforeUpgradeName } from '../db/upgrade-copy.ts';
import { unlockWith } from '../keys/key-source.ts';
import { write } from '../keys/standard-output.ts';
import { accountGroups, accountOptions, withContext } from '../local-admin/command-context.ts';
import { serverSettings } from '../arguments.ts';
import { StartupError } from '../startup-error.ts';

export const undoUpgradeCommand: Command = {
  name: 'undo-upgrade',
  words: [],
  summary: 'go back to the database as it was before the newest upgrade',
  about: `Goes back to the database as it was before a newer version changed it, for the version from
    before; within a week, after which the copy is gone. What was written since is put aside in
    ${afterUpgradeName}. While a server uses the folder, the command is refused.`,
  groups: accountGroups({}),
  run: undoUpgrade,
};

async function undoUpgrade(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(accountOptions, argv);
  await withContext(values, async ({ settings, keyFlags, keyLine }) => {
    const { data, keySource } = serverSettings(settings, keyFlags);
    const copy = join(data, beforeUpgradeName);
    if (!existsSync(copy)) {
      throw new StartupError(`There is no copy from before an upgrade in ${data}`);
    }
    const folder = takeDataFolder(data);
    try {
      const { databaseFile } = folder;
      const key = await unlockWith(keySource, data, databaseFile, keyLine);
      // Closing folds each one's log into its file.
      openForWriting({ file: copy, key }).close();
      openForWriting({ file: databaseFile, key }).close();
      // Copied, not renamed: at no moment is there no database.
      putAside(databaseFile, join(data, afterUpgradeName));
      renameSync(copy, databaseFile);
      flushFolder(data);
    } finally {
      folder.release();
    }
    const event = { event: 'upgrade-undone', put_aside: join(data, afterUpgradeName) };
    await write(
      values.json === true
        ? `${JSON.stringify(event)}\n`
        : `The database is as it was before the upgrade. Start the version from before; ${afterUpgradeName} has what was written since.\n`,
    );
  });
}

function putAside(file: string, target: string): void {
  copyFileSync(file, target, constants.COPYFILE_FICLONE);
  flushFile(target);
}
