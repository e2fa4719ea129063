import type { BackupProblem } from '#protocol/backups.ts';
import { StartupError } from '../startup-error.ts';

/** Why there is no backup: by a name, and in a sentence for the command line. */
export class BackupError extends StartupError {
  readonly problem: BackupProblem;

  constructor(problem: BackupProblem, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.problem = problem;
  }
}
