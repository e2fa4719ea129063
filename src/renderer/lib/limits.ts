import type { limits, selfDestructTimersSeconds } from '#protocol/limits.ts';

/**
 * The contract's bounds that the screens show. Only types cross from the protocol into the page, so
 * the values stand here again, and a value that differs from the contract's is a type error.
 */
type Limit<N extends keyof typeof limits> = (typeof limits)[N];

export const messageMaxCharacters: Limit<'messageMaxCharacters'> = 5000;
export const draftMaxCharacters: Limit<'draftMaxCharacters'> = 10_000;
export const passwordMinCharacters: Limit<'passwordMinCharacters'> = 8;
export const usernameMinCharacters: Limit<'usernameMinCharacters'> = 3;
export const usernameMaxCharacters: Limit<'usernameMaxCharacters'> = 32;
export const displayNameMaxCharacters: Limit<'displayNameMaxCharacters'> = 64;
export const conversationNameMaxCharacters: Limit<'conversationNameMaxCharacters'> = 100;
export const attachmentsPerMessageMax: Limit<'attachmentsPerMessageMax'> = 10;
export const participantsMax: Limit<'participantsMax'> = 10;
export const groupMembersMax: Limit<'groupMembersMax'> = 1_000;

export const selfDestructTimers: typeof selfDestructTimersSeconds = [
  5, 10, 30, 60, 300, 3_600, 86_400, 604_800,
];
export type SelfDestructTimer = (typeof selfDestructTimers)[number];

/** Unicode code points, which is how the contract counts characters. */
export function countCharacters(text: string): number {
  return [...text].length;
}
