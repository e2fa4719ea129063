import { AppError } from '#protocol/errors.ts';
import type { NeededScope } from '#protocol/scopes.ts';
import type { Caller } from './caller.ts';

/**
 * People may call whatever is theirs; a bot what its scopes say, and nothing that asks for none.
 * @throws AppError SCOPE_MISSING
 */
export function requireScope({ scopes }: Caller, needed: NeededScope | undefined): void {
  if (scopes === null || needed === 'self') return;
  if (needed === undefined) {
    throw new AppError('SCOPE_MISSING', { detail: 'This is for people; no bot may do it' });
  }
  if (!scopes.has(needed)) {
    throw new AppError('SCOPE_MISSING', { detail: `This bot was not given the scope ${needed}` });
  }
}
