import type { Command } from '../commands/command.ts';
import { helpOption, readOptions } from '../commands/options.ts';
import { folderOptions, jsonOption } from '../keys/key-arguments.ts';
import { write } from '../keys/standard-output.ts';
import { askRunningServer } from '../local-admin/ask-running-server.ts';
import { EffectiveSettings } from '../settings/effective.ts';
import { StartupError } from '../startup-error.ts';

const options = { ...folderOptions, ...jsonOption, ...helpOption };

export const moveCommand: Command = {
  name: 'move',
  words: [],
  summary: 'make a link by which another computer takes the server over',
  about: `Makes a link by which another computer takes over the server that runs on the data folder,
    with take-over or in the app. It is good once and for an hour, and opens everything: hand it over
    as you would a key. The server goes on until the other computer has it all.`,
  groups: [{ title: '', options }],
  run: offerMove,
};

async function offerMove(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(options, argv);
  const { data } = new EffectiveSettings(values);
  const offered = await askRunningServer(data, 'move', {});
  if (offered === null) throw new StartupError(`No server runs on ${data}`);
  const { link, expires_at } = offered;
  await write(
    values.json === true
      ? `${JSON.stringify({ event: 'offered', link, expires_at })}\n`
      : `${link}\n`,
  );
}
