import { backupCommands } from '../backup/backup-commands.ts';
import { keyCommands } from '../keys/key-commands.ts';
import { doctorCommand } from '../doctor/doctor-command.ts';
import { botCommands } from '../local-admin/bot-commands.ts';
import { inviteCommand } from '../local-admin/invite-command.ts';
import { retentionCommand } from '../local-admin/retention-command.ts';
import { statusCommand } from '../local-admin/status-command.ts';
import { userCommands } from '../local-admin/user-commands.ts';
import { webhookCommands } from '../local-admin/webhook-commands.ts';
import { releaseCommands } from '../releases/release-commands.ts';
import { configCommand } from '../settings/config-command.ts';
import { initCommand } from '../settings/init-command.ts';
import { moveCommand } from '../move/move-command.ts';
import { standByCommand } from '../move/stand-by-command.ts';
import { takeOverCommand } from '../move/take-over-command.ts';
import { undoUpgradeCommand } from '../upgrade/undo-upgrade.ts';
import type { Command } from './command.ts';
import { columns, helpOf } from './help.ts';
import { serveCommand } from './serve.ts';

/** What `package.json` calls it as a program. */
export const program = 'future-talk-server';

/** Everything that can be typed behind the program's name. */
export const commands: readonly Command[] = [
  initCommand,
  serveCommand,
  configCommand,
  doctorCommand,
  statusCommand,
  inviteCommand,
  ...userCommands,
  retentionCommand,
  ...botCommands,
  ...webhookCommands,
  ...releaseCommands,
  ...backupCommands,
  moveCommand,
  takeOverCommand,
  standByCommand,
  undoUpgradeCommand,
  ...keyCommands,
];

export interface Typed {
  command: Command;
  /** What stands behind its name. */
  argv: readonly string[];
}

/** Which command was typed: to serve, where none was named. */
export function typedCommand(argv: readonly string[]): Typed {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    const command = commands.find((each) => each.name === name);
    if (command !== undefined) return { command, argv: argv.slice(words) };
  }
  return { command: serveCommand, argv };
}

/** What `--help` says, of one command or of all. */
export function help(argv: readonly string[]): string {
  const { command, argv: rest } = typedCommand(argv);
  if (rest.length < argv.length) return helpOf(command, program);
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return `Usage: ${program} [COMMAND] [options]

${columns(rows)}

Each has its own --help. Without a command it serves, with these options:

${helpOf(serveCommand, program).replace(/^.*\n\n/s, '')}`;
}
