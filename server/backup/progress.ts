/** How far long work has come: `done` goes from 0 to 1 in each step. */
export type Progress = (at: {
  step: 'copying' | 'sealing' | 'proving' | 'restoring' | 'checking' | 'adding' | 'rekeying';
  done: number;
}) => void;
