/** Overwrites secrets. What the language copied on its own is out of reach. */
export function erase(...secrets: (Uint8Array | null | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}
