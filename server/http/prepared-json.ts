/** An answer's body that was made into JSON where it was read: large ones cost too much to be copied as objects. */
export class PreparedJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A body as JSON. */
export function jsonOf(body: unknown): string {
  return body instanceof PreparedJson ? body.text : JSON.stringify(body);
}

/** What a handler answers with in place of the value that the text says. */
export function prepared<T>(text: string): T {
  return new PreparedJson(text) as T;
}
