import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

export const expectedFuses: Record<keyof typeof FuseV1Options, boolean> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** As they stand in a program of any system. */
export async function fusesOf(program: string): Promise<Record<string, boolean | string>> {
  const wire = (await getCurrentFuseWire(program)) as Partial<Record<FuseV1Options, number>>;
  const names = Object.keys(expectedFuses) as (keyof typeof FuseV1Options)[];
  return Object.fromEntries(names.map((name) => [name, stateOf(wire[FuseV1Options[name]])]));
}

/** The character 0 or 1. */
function stateOf(character: number | undefined): boolean | string {
  const state = String.fromCharCode(character ?? 0);
  return { '0': false, '1': true }[state] ?? `neither set nor unset: ${state}`;
}
