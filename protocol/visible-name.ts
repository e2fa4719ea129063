import { nameTrickIn, settledName } from './names/name-tricks.ts';
import type { NameTrick } from './names/name-tricks.ts';
import { boundedText } from './text.ts';

const reasons: Record<NameTrick, string> = {
  blank: 'must not be blank',
  unseen: 'contains characters that cannot be seen',
  marks: 'has too many marks on one letter',
  scripts: 'mixes letters of several scripts in one word',
};

/**
 * A name that others will see: one line, with nothing in it that is not seen, turns the text around
 * it, or makes a word look like another. How names that look alike are told apart nevertheless, the app
 * decides (ADR 74).
 */
export function visibleName(bounds: { min: number; max: number }) {
  return boundedText(bounds)
    .overwrite(settledName)
    .superRefine((text, context) => {
      const trick = nameTrickIn(text);
      if (trick !== null) context.addIssue({ code: 'custom', message: reasons[trick] });
    });
}
