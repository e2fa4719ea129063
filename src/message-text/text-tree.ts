/** What a message's text is made of, as far as it is drawn in any way but as text. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; parts: Inline[] }
  | { kind: 'code'; text: string }
  /** `text` is what stands in the message, which may be anything. */
  | { kind: 'link'; text: string; address: string }
  | { kind: 'mention'; text: string; username: string };

export interface ListItem {
  /** The mark as written, such as `1.`; null for a bullet. */
  number: string | null;
  /** How often it is indented: 0 to 3. */
  level: number;
  parts: Inline[];
}

export type Block =
  | { kind: 'paragraph'; parts: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; items: ListItem[] };

/** Who can be mentioned: usernames, in lower case. */
export interface Mentionable {
  has(username: string): boolean;
}
