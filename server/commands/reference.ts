import { settings } from '../settings/declared.ts';
import type { SettingName } from '../settings/declared.ts';
import { variableOf } from '../settings/effective.ts';
import { commands, program } from './command-list.ts';
import { helpOf, typed } from './help.ts';
import type { Option } from './options.ts';

const introduction = `# The server's commands and settings

Made by \`npm run reference\` from the server's own declarations. In a checkout \`npm run serve --\` stands for
\`${program}\`.

## Settings

A flag goes before a variable of the environment, that before the configuration file, and that before the default.
The configuration file is TOML, a setting a line, by the names below; the one that \`--config\` or
\`FUTURE_TALK_CONFIG\` names, else \`server.toml\` in the data folder. What it does not know is refused, with the
line. Paths in it begin at its folder. A list is \`["one", "two"]\` in the file, \`one,two\` in the environment, and
a flag each on the command line. Passphrases and keys are never settings themselves: files with them are.
`;

const exitCodes = `## Exit codes

| Code | Meaning                                                                       |
| ---- | ----------------------------------------------------------------------------- |
| 0    | done; for the server: stopped as it was asked to                              |
| 1    | refused or failed, with one sentence on standard error; nothing was changed   |
| 2    | \`doctor\` found a problem that keeps the server from its work |
`;

/** The page of the documentation that lists all of it, in Markdown. */
export function referencePage(): string {
  const names = Object.keys(settings) as SettingName[];
  const rows = names.map((name) => {
    const setting: Option & { otherwise: string } = settings[name];
    const { says, otherwise } = setting;
    return `| \`${name}\` | \`${typed(name, setting)}\` | \`${variableOf(name)}\` | ${otherwise} | ${says} |`;
  });
  const table = ['| In the file | Flag | Variable | Default | |', '| - | - | - | - | - |', ...rows];
  const parts = commands.map(
    (command) => `### ${command.name}\n\n\`\`\`text\n${helpOf(command, program)}\`\`\`\n`,
  );
  return [introduction, `${table.join('\n')}\n`, exitCodes, '## Commands\n', ...parts].join('\n');
}
