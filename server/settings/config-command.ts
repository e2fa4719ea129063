import type { Command } from '../commands/command.ts';
import { helpOption, readOptions } from '../commands/options.ts';
import { jsonOption } from '../keys/key-arguments.ts';
import { write } from '../keys/standard-output.ts';
import { serverSettings } from '../arguments.ts';
import { settings } from './declared.ts';
import type { SettingName } from './declared.ts';
import { EffectiveSettings } from './effective.ts';
import { asOptions, configOption } from './options.ts';

const options = { ...asOptions(settings), ...configOption, ...jsonOption, ...helpOption };

export const configCommand: Command = {
  name: 'config',
  words: [],
  summary: 'show every setting, and where it comes from',
  about: `Shows every setting as the server would have it with these options, and where it comes from: a
    flag, the environment, a line of the configuration file, or the default. What is wrong with one is
    said as it is at the start.`,
  groups: [{ title: '', options }],
  run: showConfig,
};

interface ShownSetting {
  setting: SettingName;
  value: string;
  from: string;
  source: string | null;
}

async function showConfig(argv: readonly string[]): Promise<void> {
  const { values } = readOptions(options, argv);
  const effective = new EffectiveSettings(values);
  // Also what is only wrong together is refused here as it would be at the start.
  serverSettings(effective, values);
  const shown = (Object.keys(settings) as SettingName[]).map((name) => show(name, effective));
  const { configFile, unknownVariables } = effective;
  if (values.json === true) {
    const everything = { event: 'config', file: configFile, settings: shown, unknownVariables };
    await write(`${JSON.stringify(everything)}\n`);
    return;
  }
  const width = Math.max(...shown.map(({ setting }) => setting.length));
  const lines = shown.map(
    ({ setting, value, source }) =>
      `${setting.padEnd(width)}  ${value}${source === null ? '  (default)' : `  (${source})`}`,
  );
  const unknown = unknownVariables.map((name) => `Unknown, and without effect: ${name}`);
  const file = `Configuration file: ${configFile ?? 'none'}`;
  await write(`${[file, '', ...lines, ...unknown].join('\n')}\n`);
}

function show(name: SettingName, effective: EffectiveSettings): ShownSetting {
  const found = effective.found(name);
  if (found === null) {
    const value = name === 'data' ? effective.data : settings[name].otherwise;
    return { setting: name, value, from: 'default', source: null };
  }
  const { from, source } = found;
  return { setting: name, value: effective.all(name).join(', '), from, source };
}
