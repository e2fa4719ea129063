/** Texts, and whether they mention `ben.ito`: the page and the notifications must agree. */
export const mentionCases: readonly (readonly [text: string, isMention: boolean])[] = [
  ['@ben.ito', true],
  ['ask @Ben.Ito.', true],
  ['(@ben.ito)', true],
  ['看@ben.ito看', true],
  ["@ben.ito's turn", true],
  ['**@ben.ito**', true],
  ['first line\n@ben.ito', true],
  ['@ben', false],
  ['@ben.itor', false],
  ['@ben.ito.x', false],
  ['@ben.ito-x', false],
  ['@benxito', false],
  ['mail@ben.ito', false],
  ['@@ben.ito', false],
  ['\\@ben.ito', false],
  ['ben.ito', false],
];
