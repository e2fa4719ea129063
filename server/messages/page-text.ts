import type { UserId } from '#protocol/identifiers.ts';

/** Where a message without receipts has the lists of them; no text in it can hold this unescaped. */
const emptyLists = '"delivered_to":[],"read_by":[]';

/**
 * Lists of a group's people as JSON. The ids stand in one text, in quotes, each with a comma behind it; a list is
 * cut out of it: in a group of a thousand a page has a hundred thousand ids.
 */
export class PeopleText {
  readonly #count: number;
  readonly #text: string;
  readonly #step: number;

  constructor(userIds: readonly UserId[]) {
    this.#count = userIds.length;
    this.#text = userIds.map((id) => `"${id}",`).join('');
    // Ids are all of the same length.
    this.#step = userIds.length === 0 ? 0 : this.#text.length / userIds.length;
  }

  /** @param isListed whether whoever stands at that place is */
  where(isListed: (place: number) => boolean): string {
    let list = '';
    let from = 0;
    for (let place = 0; place <= this.#count; place += 1) {
      if (place < this.#count && isListed(place)) continue;
      if (place > from) list += this.#text.slice(from * this.#step, place * this.#step);
      from = place + 1;
    }
    return `[${list.slice(0, -1)}]`;
  }
}

/** @param message as JSON, with empty lists of receipts */
export function withLists(message: string, deliveredTo: string, readBy: string): string {
  const at = message.lastIndexOf(emptyLists);
  if (at === -1) throw new Error('a message has no lists of receipts');
  const lists = `"delivered_to":${deliveredTo},"read_by":${readBy}`;
  return message.slice(0, at) + lists + message.slice(at + emptyLists.length);
}
