/** Whether the long form runs: `npm run test:fault` without `--quick`. */
export const isLongForm = process.env['FUTURE_TALK_FAULTS'] === 'long';

/** A number of rounds: few in every run of the tests, as many as the claim needs in the long form. */
export function rounds(quick: number, long: number): number {
  return isLongForm ? long : quick;
}
