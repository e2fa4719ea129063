import type { Caller } from './caller.ts';

/**
 * Whoever can read the data folder, at the computer itself: proved by its lock, or by the token that
 * stands in it. They could read the database anyway; they need no account.
 */
export const operator = { isAdmin: true, userId: null } as const;

/** Who may administer the server: an account that does, or the computer's owner. */
export type Administrator = Pick<Caller, 'isAdmin' | 'userId'> | typeof operator;
