import type { Option, Options } from '../commands/options.ts';

type WithOtherwise = Option & { readonly otherwise: string };

/** Which configuration file; every command that works on the data takes it. */
export const configOption = {
  config: {
    value: 'FILE',
    says: 'the configuration file (default server.toml in the data folder, if it is there)',
  },
} as const satisfies Options;

/** Settings as options: what `--help` says of each, with its default. */
export function asOptions<S extends Record<string, WithOtherwise>>(settings: S): S {
  return Object.fromEntries(
    Object.entries(settings).map(([name, each]) => [
      name,
      { ...each, says: saysWithDefault(each) },
    ]),
  ) as unknown as S;
}

function saysWithDefault({ value, says, otherwise }: WithOtherwise): string {
  return value === undefined || otherwise === 'none' ? says : `${says} (default ${otherwise})`;
}
