import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataFolder, unknownOption } from '../arguments.ts';
import { keyCommandOptions, newKey } from '../keys/key-arguments.ts';
import type { NewKey } from '../keys/key-arguments.ts';
import { keySource } from '../keys/key-source.ts';
import type { KeySource } from '../keys/key-source.ts';
import { StartupError } from '../startup-error.ts';

export interface BackupArguments {
  help: boolean;
  /** Absolute path; null where none was named. */
  file: string | null;
  /** Absolute path. */
  data: string;
  keySource: KeySource;
  backupPassphraseFile: string | null;
  newKey: NewKey | null;
  json: boolean;
}

export const backupUsage = `Usage: npm run serve -- backup FILE [--data FOLDER] [a key] [options]
       npm run serve -- backup FOLDER ...

Makes one encrypted file of the server's messages, accounts, files and identity, also while it
serves, and proves it by restoring it. In a folder the file is named by the date.

The key that opens the database, unless it is the key file in the data folder:
  --passphrase-file FILE   a passphrase; it opens the backup, too
  --recovery-key-file FILE the recovery key
  --key-stdin              the key itself, on the first line of standard input

What opens the backup, beside the recovery key if one was made:
  --backup-passphrase-file FILE
                           a passphrase

  --json                   answer with lines of JSON
`;

export const restoreUsage = `Usage: npm run serve -- restore FILE --data FOLDER [a key] [options]

Makes the data folder of a server out of a backup. The folder has to be new or empty. The server is
then the same as before: people's apps know it by its key and follow by themselves.

What opens the backup:
  --backup-passphrase-file FILE
                           the passphrase that it was made with
  --recovery-key-file FILE the recovery key
  --recovery-key-stdin     the recovery key, on the first line of standard input
  --key-stdin              the key of the database that it was made of, on the first line of standard
                           input

The key that is to open the restored database (a new key file in the data folder, unless it is named):
  --new-passphrase-file FILE
                           a passphrase
  --new-key-stdin          64 hexadecimal digits, on the next line of standard input

  --json                   answer with lines of JSON
`;

/** @throws StartupError for an option that is unknown, or that names a second key. */
export function readBackupArguments(argv: readonly string[]): BackupArguments {
  const { values, positionals } = parse(argv);
  const [file, surplus] = positionals;
  if (surplus !== undefined) throw new StartupError(`What is "${surplus}"? Give one file`);
  return {
    help: values.help ?? false,
    file: file === undefined ? null : resolve(file),
    data: resolve(values.data ?? defaultDataFolder()),
    keySource: keySource(values),
    backupPassphraseFile: values['backup-passphrase-file'] ?? null,
    newKey: newKey(values),
    json: values.json ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { ...keyCommandOptions, 'backup-passphrase-file': { type: 'string' } },
    });
  } catch (cause) {
    throw unknownOption(cause);
  }
}
