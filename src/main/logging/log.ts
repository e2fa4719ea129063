/** Where the app writes what happened. Never give it message text, names, tokens or keys. */
export interface Log {
  info(text: string, ...details: unknown[]): void;
  warn(text: string, ...details: unknown[]): void;
  error(text: string, ...details: unknown[]): void;
}
