import type { UserId } from '#protocol/identifiers.ts';

/** Where a message without receipts has the lists of them; no text in it can hold this unescaped. */
const emptyLists = '"delivered_to":[],"read_by":[]';

/**
 * Lists of a group's people, as what stands between the brackets of JSON. The ids stand in one row of bytes, in
 * quotes, each with a comma behind it; a list is cut out of it: in a group of a thousand a page has a hundred
 * thousand ids.
 */
export class PeopleJson {
  readonly #count: number;
  readonly #bytes: Buffer;
  readonly #step: number;

  constructor(userIds: readonly UserId[]) {
    this.#count = userIds.length;
    this.#bytes = Buffer.from(userIds.map((id) => `"${id}",`).join(''), 'latin1');
    // Ids are all of the same length.
    this.#step = userIds.length === 0 ? 0 : this.#bytes.length / userIds.length;
  }

  /** @param isListed whether whoever stands at that place is */
  where(isListed: (place: number) => boolean): Uint8Array {
    const runs: Uint8Array[] = [];
    let from = 0;
    for (let place = 0; place <= this.#count; place += 1) {
      if (place < this.#count && isListed(place)) continue;
      if (place > from) runs.push(this.#bytes.subarray(from * this.#step, place * this.#step));
      from = place + 1;
    }
    return Buffer.concat(runs).subarray(0, -1);
  }
}

export interface MessageJson {
  /** With empty lists of receipts. */
  message: string;
  /** As `PeopleJson` cuts them out. */
  deliveredTo: Uint8Array;
  readBy: Uint8Array;
}

/**
 * Messages with their lists as one JSON array in UTF-8, in memory of its own, which can be handed over. A text would be
 * copied whole several times on its way from thread to thread and to the network, and of a large group it has megabytes.
 */
export function pageJson(messages: readonly MessageJson[]): Uint8Array<ArrayBuffer> {
  const pieces: (string | Uint8Array)[] = [];
  let text = '[';
  for (const [index, { message, deliveredTo, readBy }] of messages.entries()) {
    const at = message.lastIndexOf(emptyLists);
    if (at === -1) throw new Error('a message has no lists of receipts');
    text += `${index === 0 ? '' : ','}${message.slice(0, at)}"delivered_to":[`;
    pieces.push(text, deliveredTo, '],"read_by":[', readBy);
    text = `]${message.slice(at + emptyLists.length)}`;
  }
  pieces.push(`${text}]`);
  return joined(pieces);
}

function joined(pieces: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const all = Buffer.allocUnsafeSlow(
    pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0),
  );
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      at += all.write(piece, at);
    } else {
      all.set(piece, at);
      at += piece.length;
    }
  }
  return all;
}
