import { parseArgs } from 'node:util';
import { StartupError } from '../startup-error.ts';

/** An option of the command line: read, shown by `--help` and listed in the documentation from here. */
export interface Option {
  /** What stands for its value, such as FILE; a switch has none. */
  readonly value?: string;
  readonly says: string;
  /** May be given several times. */
  readonly many?: true;
  readonly short?: string;
  /** Takes its value apart from `--no-…`: shown with it, because the other is the rule. */
  readonly isOnByDefault?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** Options that belong together in `--help`. */
export interface OptionGroup {
  /** A sentence without its colon; none for the first group. */
  title: string;
  options: Options;
}

/** What the person gave of these options. */
export type OptionValues<O extends Options> = {
  [Name in keyof O]?: O[Name] extends { many: true }
    ? string[]
    : O[Name] extends { value: string }
      ? string
      : boolean;
};

export interface GivenOptions<O extends Options> {
  values: OptionValues<O>;
  /** What is not an option, in its order. */
  words: string[];
}

export const helpOption = { help: { says: 'show this', short: 'h' } } as const satisfies Options;

/**
 * @param wordsMax how many words beside the options the command takes
 * @throws StartupError for an option or a word that the command does not know.
 */
export function readOptions<O extends Options>(
  options: O,
  argv: readonly string[],
  wordsMax = 0,
): GivenOptions<O> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: wordsMax > 0,
      allowNegative: true,
      options: Object.fromEntries(
        Object.entries(options).map(([name, each]) => [name, read(each)]),
      ),
    });
    const surplus = positionals[wordsMax];
    if (surplus !== undefined) throw new Error(`Unexpected argument '${surplus}'`);
    return { values: values as OptionValues<O>, words: positionals };
  } catch (cause) {
    const [sentence = ''] = (cause as Error).message.split(/\. |\n/, 1);
    throw new StartupError(`${sentence}; --help shows the options`, { cause });
  }
}

function read({ value, many, short }: Option) {
  return {
    type: value === undefined ? ('boolean' as const) : ('string' as const),
    multiple: many ?? false,
    ...(short !== undefined && { short }),
  };
}
