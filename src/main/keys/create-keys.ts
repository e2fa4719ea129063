import type { HostingState } from '#ipc/hosting.ts';
import type { KeysState } from '#ipc/keys.ts';
import type { RestoreProgress } from '#ipc/restore.ts';
import { runInstalledCommand } from '../hosting/run-installed-command.ts';
import { BackupRestorer } from '../restore/backup-restorer.ts';
import type { SecretLock } from '../secrets/secret-lock.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { SettingsFile } from '../settings-file.ts';
import { RecoveryKeys } from './recovery-keys.ts';

interface KeysOptions {
  lock: SecretLock;
  secrets: SecretStore;
  settings: SettingsFile;
  /** The hosted server's. */
  dataFolder: string;
  hosting: { resume(): Promise<HostingState | null> };
  onChanged: (state: KeysState) => void;
  onRestoring: (progress: RestoreProgress) => void;
}

/** What the person has to do with keys. */
export interface Keys {
  lock: SecretLock;
  recovery: RecoveryKeys;
  restorer: BackupRestorer;
  state(): KeysState;
}

export function createKeys(options: KeysOptions): Keys {
  const { lock, secrets, settings, hosting } = options;
  const recovery = new RecoveryKeys({
    secrets,
    settings,
    hosting,
    run: ([command = '', ...words], input, schema) =>
      runInstalledCommand(
        [command, '--data', options.dataFolder, '--json', ...words],
        input,
        schema,
      ),
    onChanged: () => {
      options.onChanged(state());
    },
  });
  const state = (): KeysState => ({
    lock: lock.state,
    keychainIsGone: lock.keychainIsGone,
    recoveryKeyKept: recovery.isKept,
  });
  const restorer = new BackupRestorer({
    secrets,
    dataFolder: options.dataFolder,
    run: runInstalledCommand,
    onProgress: options.onRestoring,
  });
  return { lock, recovery, restorer, state };
}
