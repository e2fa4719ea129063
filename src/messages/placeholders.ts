/** The names between braces in a text: `'{name} left'` has `'name'`. */
export type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** Those of a text in all its plural forms. */
export type PlaceholdersOf<T> = T extends string
  ? Placeholders<T>
  : { [F in keyof T]: Placeholders<T[F]> }[keyof T];
