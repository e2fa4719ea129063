#!/usr/bin/env -S node --max-semi-space-size=4
import { AppError } from '#protocol/errors.ts';
import { help, typedCommand } from './commands/command-list.ts';
import { write } from './keys/standard-output.ts';
import { packageVersion } from './package-version.ts';
import { StartupError } from './startup-error.ts';

/** The command line: which command, and how its failures are told. */
async function main(words: readonly string[]): Promise<void> {
  // What the server writes is for its owner's eyes only.
  process.umask(0o077);
  if (words.includes('--help') || words.includes('-h')) {
    await write(help(words));
    return;
  }
  if (words[0] === '--version') {
    await write(`${packageVersion()}\n`);
    return;
  }
  const { command, argv } = typedCommand(words);
  await command.run(argv);
}

main(process.argv.slice(2)).catch((cause: unknown) => {
  const sentence =
    cause instanceof StartupError || cause instanceof AppError ? cause.message : String(cause);
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
});
