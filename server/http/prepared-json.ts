/**
 * An answer's body that was made into JSON, in UTF-8, where it was read: large ones cost too much to be copied as
 * objects or as text.
 */
export class PreparedJson {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** A body as JSON, in UTF-8. */
export function jsonOf(body: unknown): Uint8Array {
  return body instanceof PreparedJson ? body.bytes : Buffer.from(JSON.stringify(body));
}

/** What a handler answers with in place of the value that the bytes say. */
export function prepared<T>(bytes: Uint8Array): T {
  return new PreparedJson(bytes) as T;
}
