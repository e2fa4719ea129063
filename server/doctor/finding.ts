import type { Arguments } from '../arguments.ts';
import type { Computer } from './computer.ts';

export type Severity = 'ok' | 'note' | 'warning' | 'problem';

/** What a look at one thing has found. */
export interface Finding {
  severity: Severity;
  /** One sentence. */
  says: string;
  /** What to do about it. */
  todo?: string;
}

export interface DoctorContext {
  computer: Computer;
  /** What the server would be started with. */
  settings: Omit<Arguments, 'json'>;
  configFile: string | null;
  unknownVariables: readonly string[];
  /** What standard input holds of a key that is read from there. */
  keyLine: string;
  /** The server that runs on the data folder, if one does. */
  served: { pid: number; port: number } | null;
  /** How far a long look has come, from 0 to 1. */
  onProgress(done: number): void;
}

export interface Check {
  name: string;
  look(context: DoctorContext): Promise<Finding[]>;
}

export function ok(says: string): Finding {
  return { severity: 'ok', says };
}

export function note(says: string, todo?: string): Finding {
  return { severity: 'note', says, ...(todo !== undefined && { todo }) };
}

export function warning(says: string, todo: string): Finding {
  return { severity: 'warning', says, todo };
}

export function problem(says: string, todo: string): Finding {
  return { severity: 'problem', says, todo };
}
