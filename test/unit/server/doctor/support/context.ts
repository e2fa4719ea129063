import { readArguments } from '#server/arguments.ts';
import { thisComputer } from '#server/doctor/computer.ts';
import type { Computer, Disk } from '#server/doctor/computer.ts';
import type { Check, DoctorContext, Finding } from '#server/doctor/finding.ts';

/** What a system's programs print, by what was typed; a program that is not named is missing. */
export type Printed = Record<string, string>;

interface Seen extends Partial<Omit<DoctorContext, 'computer' | 'settings'>> {
  /** Options of a server. */
  options?: string[];
  platform?: NodeJS.Platform;
  printed?: Printed;
  /** By their names. */
  files?: Record<string, string>;
  disk?: Partial<Disk>;
}

/** What a check finds on a computer that is described. */
export function found(check: Check, seen: Seen = {}): Promise<Finding[]> {
  const { options = [], platform = 'linux', printed = {}, files, disk, ...context } = seen;
  const computer: Computer = {
    platform,
    run: (program, ...args) => Promise.resolve(printed[[program, ...args].join(' ')] ?? null),
    read: files === undefined ? thisComputer.read : (file) => files[file] ?? '',
    disk: (folder) => ({ ...thisComputer.disk(folder), ...disk }),
  };
  return check.look({
    computer,
    settings: readArguments(['--data', 'no-such-folder', ...options], {}),
    configFile: null,
    unknownVariables: [],
    keyLine: '',
    served: null,
    onProgress: () => undefined,
    ...context,
  });
}

/** A line a finding, as `doctor` shows them. */
export function told(findings: readonly Finding[]): string {
  return findings
    .map(({ severity, says, todo = '' }) => `${severity}: ${says}. ${todo}`)
    .join('\n');
}
