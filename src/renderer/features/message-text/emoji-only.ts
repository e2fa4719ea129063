const largeMax = 3;
/** The `v` flag is newer than the language level that the compiler is set to. */
const fewEmoji = new RegExp(
  String.raw`^\s*(?:(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?)\s*){1,${largeMax}}$`,
  'v',
);
/** The longest emoji take about 35 units. */
const unitsMax = 40 * largeMax;

/** Whether a message is nothing but one to three emoji, which are then shown large. */
export function isEmojiOnly(text: string): boolean {
  return text.length <= unitsMax && fewEmoji.test(text);
}
