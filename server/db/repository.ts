import type { ReadHandle, WriteHandle } from './handles.ts';

// The inputs of operations differ; each is known again where the operation is called.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a function type's parameter is contravariant
type Operation<Handle> = (handle: Handle, input: any) => unknown;
export type Operations<Handle> = Record<string, Operation<Handle>>;

export interface RepositoryDeclaration<
  R extends Operations<ReadHandle> = Operations<ReadHandle>,
  W extends Operations<WriteHandle> = Operations<WriteHandle>,
> {
  name: string;
  /** Each runs in one snapshot on a reader thread. */
  reads: R;
  /** Each runs whole or not at all, inside a group commit on the writer thread. */
  writes: W;
}

/**
 * Declares a feature's SQL. The functions run on the database threads; services call the derived
 * form, `Repository<typeof declaration>`, in which each answers a promise.
 */
export function defineRepository<
  R extends Operations<ReadHandle>,
  W extends Operations<WriteHandle>,
>(declaration: RepositoryDeclaration<R, W>): RepositoryDeclaration<R, W> {
  return declaration;
}

type Derived<O> = {
  [K in keyof O]: O[K] extends (handle: never, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Promise<Result>
    : never;
};

/** What services hold: the same operations, answered by promise after commit. */
export type Repository<D extends RepositoryDeclaration> = Derived<D['reads']> &
  Derived<D['writes']>;
