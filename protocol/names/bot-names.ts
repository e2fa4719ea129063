/** No person's username can hold a bracket: whoever reads it knows that this is a program. */
const botMark = '[bot]';

export function botUsername(name: string): string {
  return `${name}${botMark}`;
}

export function isBotName(username: string): boolean {
  return username.endsWith(botMark);
}
