import type { z } from 'zod';
import type { OptionValues } from '../commands/options.ts';
import {
  currentKeyGroup,
  currentKeyOptions,
  folderOptions,
  jsonOption,
} from '../keys/key-arguments.ts';
import { InputLines } from '../keys/input-lines.ts';
import { write } from '../keys/standard-output.ts';
import { EffectiveSettings } from '../settings/effective.ts';
import { helpOption } from '../commands/options.ts';
import type { OptionGroup, Options } from '../commands/options.ts';
import { StartupError } from '../startup-error.ts';
import { effectiveKeySource } from '../keys/key-source.ts';
import type { OperationContext } from './run-operation.ts';

export interface CommandContext extends OperationContext {
  input: InputLines;
}

/** What every command takes that is about a server's accounts. */
export const accountOptions = {
  ...folderOptions,
  ...currentKeyOptions,
  ...jsonOption,
  ...helpOption,
} satisfies Options;

/** The same for `--help`, with the options that are the command's own. */
export function accountGroups(own: Options): readonly OptionGroup[] {
  const general = { ...own, ...folderOptions, ...jsonOption, ...helpOption };
  return [
    { title: '', options: general },
    { ...currentKeyGroup, title: `${currentKeyGroup.title}; only while no server runs` },
  ];
}

/** Runs with the settings that hold; standard input is read only where something asks for it. */
export async function withContext<T>(
  values: OptionValues<typeof accountOptions>,
  work: (context: CommandContext) => Promise<T>,
): Promise<T> {
  const settings = new EffectiveSettings(values);
  const input = new InputLines(process.stdin);
  try {
    const { from } = effectiveKeySource(settings, values);
    const keyLine = from.endsWith('standard-input') ? await input.next() : '';
    return await work({ settings, keyFlags: values, keyLine, input });
  } finally {
    input.close();
  }
}

/** @throws StartupError with what is wrong, in the contract's words. */
export function checked<S extends z.ZodType>(what: string, schema: S, given: unknown): z.infer<S> {
  const { success, data, error } = schema.safeParse(given);
  if (success) return data;
  throw new StartupError(`${what} ${error.issues[0]?.message ?? 'is not valid'}`);
}

/** To the person, or to the program that asked for JSON. */
export function tell(
  { json }: { json?: boolean },
  event: Record<string, unknown>,
  lines: readonly string[],
): Promise<void> {
  const all = json === true ? [JSON.stringify(event)] : lines;
  return write(all.map((line) => `${line}\n`).join(''));
}
