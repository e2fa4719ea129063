import type { HostingState } from '#ipc/hosting.ts';
import type { KeysState } from '#ipc/keys.ts';
import { installedServer } from '../hosting/installed-server.ts';
import { runKeyCommand } from '../hosting/key-command.ts';
import { serverEnvironment } from '../hosting/server-command.ts';
import type { SecretLock } from '../secrets/secret-lock.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { SettingsFile } from '../settings-file.ts';
import { RecoveryKeys } from './recovery-keys.ts';
import type { RecoveryKeysDependencies } from './recovery-keys.ts';

interface KeysOptions {
  lock: SecretLock;
  secrets: SecretStore;
  settings: SettingsFile;
  /** The hosted server's. */
  dataFolder: string;
  hosting: { resume(): Promise<HostingState | null> };
  onChanged: (state: KeysState) => void;
}

/** What the person has to do with keys. */
export interface Keys {
  lock: SecretLock;
  recovery: RecoveryKeys;
  state(): KeysState;
}

export function createKeys(options: KeysOptions): Keys {
  const { lock, secrets, settings, hosting } = options;
  const recovery = new RecoveryKeys({
    secrets,
    settings,
    hosting,
    run: commandRunner(options.dataFolder),
    onChanged: () => {
      options.onChanged(state());
    },
  });
  const state = (): KeysState => ({
    lock: lock.state,
    keychainIsGone: lock.keychainIsGone,
    recoveryKeyKept: recovery.isKept,
  });
  return { lock, recovery, state };
}

function commandRunner(dataFolder: string): RecoveryKeysDependencies['run'] {
  return async ([command = '', ...words], input, schema) => {
    const { node, entry } = installedServer();
    const options = ['--data', dataFolder, '--json', ...words];
    const environment = serverEnvironment(process.env);
    return runKeyCommand(
      { node, arguments: [entry, command, ...options], environment, input },
      schema,
    );
  };
}
