/** Words as a language has them: few are said all the time and most hardly ever (Zipf's law). */
const wordCount = 60_000;
const syllables =
  'ba be bo ca ce co da de di do fa fe fi ga ge go ha he hi ho in is ka ki la le li lo ma me mi mo na ne ni no on or pa pe po ra re ri ro sa se si so ta te ti to un ur va ve wa we wi za'.split(
    ' ',
  );
/** Flattens the top of the list, where words such as "the" are not that much apart. */
const offset = 2.7;
const drawnFrom = 1 << 20;

/** From the most frequent to the rarest; frequent ones are short. */
const vocabulary: readonly string[] = makeWords();

function makeWords(): string[] {
  const words = new Set<string>();
  const count = syllables.length;
  // A step without a common divisor with the number of words goes through all of them.
  for (let length = 1; words.size < wordCount; length += 1) {
    const all = count ** length;
    for (let step = 0; step < all && words.size < wordCount; step += 1) {
      let rest = (step * 7_919) % all;
      let word = '';
      for (let place = 0; place < length; place += 1) {
        word += syllables[rest % count] ?? '';
        rest = Math.floor(rest / count);
      }
      words.add(word);
    }
  }
  return [...words];
}

const drawn = makeDrawn();

function makeDrawn(): Uint16Array {
  const places = new Uint16Array(drawnFrom);
  const weights = vocabulary.map((_, rank) => 1 / (rank + offset));
  const sum = weights.reduce((all, each) => all + each, 0);
  let at = 0;
  let reached = 0;
  for (const [rank, weight] of weights.entries()) {
    reached += weight / sum;
    const end = rank === weights.length - 1 ? drawnFrom : Math.round(reached * drawnFrom);
    places.fill(rank, at, end);
    at = Math.max(at, end);
  }
  return places;
}

/** A word as often as it is said. */
export function drawWord(): string {
  return vocabulary[drawn[Math.floor(Math.random() * drawnFrom)] ?? 0] ?? '';
}

/** From three words to forty, as people write: mostly a line. */
export function drawText(): string {
  const length = 3 + Math.floor(Math.random() ** 3 * 38);
  let text = drawWord();
  for (let place = 1; place < length; place += 1) text += ` ${drawWord()}`;
  return text;
}

/** A word whose rank, 0 for the most frequent, lies between two. */
export function wordRanked(first: number, end: number): string {
  return vocabulary[first + Math.floor(Math.random() * (end - first))] ?? '';
}
