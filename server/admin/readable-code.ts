import { randomInt } from 'node:crypto';

/** No letters or digits that are mistaken for one another (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Something secret that people read and type: five bits a character, in groups of four. */
export function newReadableCode(characters: number): string {
  const letters = Array.from({ length: characters }, () => alphabet[randomInt(32)]);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}
