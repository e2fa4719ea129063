import type { Summary } from './statistics.ts';

/** A figure that was measured, for its own sake. */
export interface Figure {
  what: string;
  unit: string;
  summary: Summary;
}

/** A row of the table of goals. */
export interface Goal {
  what: string;
  /** Such as `>= 8`. */
  bound: { atLeast: number } | { atMost: number };
  /** Null where this run did not measure it; `note` says why. */
  value: Summary | null;
  note?: string;
}

/** Points that are drawn. */
export interface Series {
  name: string;
  points: { x: number; y: number }[];
}

export interface PartResult {
  name: string;
  figures: Figure[];
  goals: Goal[];
  series?: Series[];
  /** What the series go across. */
  across?: string;
}

export interface PartOptions {
  /** A shorter run with less data: under three minutes for all parts together. */
  quick: boolean;
  /** Profiles are asked for. */
  profile: boolean;
  /** For what takes minutes to make: kept between runs. */
  cacheFolder: string;
  progress: (line: string) => void;
}

export interface Part {
  name: string;
  /** What it measures, in a line of `--help`. */
  about?: string;
  /** Only in the long form. */
  longOnly?: boolean;
  /** Draws a profile of its own; that of the time says nothing of it. */
  drawsItself?: boolean;
  run: (options: PartOptions) => Promise<PartResult>;
}

export function isMet({ bound, value }: Goal): boolean | null {
  if (value === null) return null;
  return 'atLeast' in bound ? value.median >= bound.atLeast : value.median <= bound.atMost;
}
