import packageDescription from '../package.json' with { type: 'json' };

/** The version of the program, as its package says. */
export function packageVersion(): string {
  return packageDescription.version;
}
