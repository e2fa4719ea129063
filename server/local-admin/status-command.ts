import type { Command } from '../commands/command.ts';
import { helpOption, readOptions } from '../commands/options.ts';
import { folderOptions, jsonOption } from '../keys/key-arguments.ts';
import { write } from '../keys/standard-output.ts';
import { EffectiveSettings } from '../settings/effective.ts';
import { StartupError } from '../startup-error.ts';
import { askRunningServer } from './ask-running-server.ts';

const options = { ...folderOptions, ...jsonOption, ...helpOption };

export const statusCommand: Command = {
  name: 'status',
  words: [],
  summary: 'say whether a server runs on the data folder, and how it fares',
  about: `Says whether a server runs on the data folder, and how it fares. Exits with 0 where it answers
    and its database takes writes, else with 1.`,
  groups: [{ title: '', options }],
  run: showStatus,
};

async function showStatus(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(options, argv);
  const { data } = new EffectiveSettings(values);
  const status = await askRunningServer(data, 'status', {});
  if (status === null) throw new StartupError(`No server runs on ${data}`);
  if (!status.healthy) throw new StartupError('The server runs, but its database takes no writes');
  const { pid, port, online, version, uptime_seconds: seconds } = status;
  await write(
    values.json === true
      ? `${JSON.stringify({ event: 'status', ...status })}\n`
      : `Future Talk ${version} serves on port ${String(port)} (process ${String(pid)}), ` +
          `since ${new Date(Date.now() - seconds * 1000).toISOString()}, people online: ${String(online)}.\n`,
  );
}
