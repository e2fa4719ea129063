/**
 * Letters and digits that are taken for others at a glance, as far as a name of one script can be made of
 * them (`name-tricks.ts` refuses a mixture): each character of the first text looks like the one at its place in
 * the second. After Unicode's list of confusable characters (UTS 39), and what browsers take for a disguise in
 * the name of a host.
 */
const doubles: readonly (readonly [string, string])[] = [
  // Cyrillic
  ['АВСЕНІЈКМОРЅТУХҮԌԚԜӀѴЬ', 'abcehljkmopstyxygqwlvb'],
  ['авсԁеҽгһіјкӏмнпорԛѕтуѵѡԝхүъь', 'abcdeerhljklmhnopqstyvwwxybb'],
  // Greek
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'abezhlkmnoptyx'],
  ['αβεηικνορτυχγω', 'abenlkvoptuxyw'],
  // Armenian
  ['օոսհցգ', 'onuhgq'],
  // Latin and digits
  ['iıIl|10øđł', 'lllllloodl'],
];
const looksLike = new Map(
  doubles.flatMap(([these, those]) => {
    const seen = [...those];
    return [...these].map((letter, place) => [letter, seen[place] ?? letter] as const);
  }),
);

/** Without the marks on its letters. */
function plainOf(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}

/** Whether a word of another script can be read as one of Latin letters. */
export function passesForLatin(letters: string): boolean {
  return [...plainOf(letters)].every(
    (letter) => looksLike.has(letter) && !/\p{Script=Latin}/u.test(letter),
  );
}

/**
 * What a name comes down to for the eye: two names with the same answer can be taken for one another.
 * It is not a name itself, and is never shown.
 */
export function skeletonOf(name: string): string {
  const letters = [...plainOf(name)].map((letter) => {
    const small = letter.toLowerCase();
    return looksLike.get(letter) ?? looksLike.get(small) ?? small;
  });
  return letters
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll(/[^\p{L}\p{N}\p{S}]/gu, '');
}

interface Named {
  user_id: string;
  username: string;
  display_name: string;
}

/** A person's name as these people are told it: with the username where it could mean another of them. */
export function nameAmong(person: Named, people: readonly Named[]): string {
  const skeleton = skeletonOf(person.display_name);
  const isEnough = people.every(
    ({ user_id, username, display_name }) =>
      user_id === person.user_id ||
      (skeletonOf(display_name) !== skeleton && skeletonOf(username) !== skeleton),
  );
  return isEnough ? person.display_name : withUsername(person);
}

export function withUsername({ display_name, username }: Named): string {
  return `${display_name} (@${username})`;
}
