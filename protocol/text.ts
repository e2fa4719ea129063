import { z } from 'zod';

/** The number of Unicode code points, which is how the contract counts characters. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const character of text) count += character.length > 0 ? 1 : 0;
  return count;
}

interface TextBounds {
  min: number;
  max: number;
}

/**
 * Text of `min` to `max` code points. Lone surrogates are refused: they have no UTF-8 form, so what
 * was stored could not be what was sent.
 */
export function boundedText({ min, max }: TextBounds) {
  return z
    .string()
    .refine((text) => text.isWellFormed(), 'contains an unpaired surrogate')
    .refine((text) => {
      // A code point is one or two UTF-16 units: only texts between the bounds need counting.
      if (text.length < min || text.length > 2 * max) return false;
      const count = countCharacters(text);
      return count >= min && count <= max;
    }, `must be ${min} to ${max} characters long`)
    .meta({ minLength: min, maxLength: max });
}
