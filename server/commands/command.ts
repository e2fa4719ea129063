import type { OptionGroup } from './options.ts';

/** What one can type behind the program's name. */
export interface Command {
  /** One word or two, such as `user add`. */
  name: string;
  /** What it takes beside its options, such as `FILE`. */
  words: readonly string[];
  /** Half a line, for lists of commands. */
  summary: string;
  /** Paragraphs, for `--help`. */
  about: string;
  groups: readonly OptionGroup[];
  /**
   * @param argv what stands behind the name
   * @throws StartupError with a sentence that says why nothing was done.
   */
  run(argv: readonly string[]): Promise<void>;
}
