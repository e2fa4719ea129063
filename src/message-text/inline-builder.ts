import type { Inline } from './text-tree.ts';

export interface Emphasis {
  kind: 'bold' | 'italic' | 'strike';
  mark: string;
}

type Piece = { inline: Inline } | { emphasis: Emphasis; role: 'open' | 'close' | null };

/**
 * Collects what was read, and pairs the marks of emphasis. For each mark only the last one that
 * could open counts: so nothing is searched twice, and nothing is nested deeper than there are
 * marks (five), whatever was written.
 */
export class InlineBuilder {
  readonly #pieces: Piece[] = [];
  readonly #openAt = new Map<string, number>();

  text(text: string): void {
    if (text !== '') this.#pieces.push({ inline: { kind: 'text', text } });
  }

  add(inline: Inline): void {
    this.#pieces.push({ inline });
  }

  /** One mark, or several that were written as one run. */
  mark(emphases: readonly Emphasis[], can: { canOpen: boolean; canClose: boolean }): void {
    // Of a run that closes, the inner one comes first.
    const byOpening = emphases.toSorted((a, b) => this.#openedAt(b) - this.#openedAt(a));
    const isClosing = can.canClose && this.#openedAt(byOpening[0]) >= 0;
    for (const emphasis of isClosing ? byOpening : emphases) {
      const opened = this.#openedAt(emphasis);
      // Nothing between two marks is no emphasis: “****” and the like stay as they are.
      if (can.canClose && opened >= 0 && opened < this.#pieces.length - 1) {
        this.#close(emphasis, opened);
      } else {
        if (can.canOpen) this.#openAt.set(emphasis.mark, this.#pieces.length);
        this.#pieces.push({ emphasis, role: null });
      }
    }
  }

  /** What is open here closes nowhere. */
  endLine(): void {
    this.#openAt.clear();
  }

  finish(): Inline[] {
    const levels: Inline[][] = [[]];
    for (const piece of this.#pieces) {
      if ('inline' in piece) {
        append(levels.at(-1), piece.inline);
      } else if (piece.role === null) {
        append(levels.at(-1), { kind: 'text', text: piece.emphasis.mark });
      } else if (piece.role === 'open') {
        levels.push([]);
      } else {
        const parts = levels.pop() ?? [];
        append(levels.at(-1), { kind: piece.emphasis.kind, parts });
      }
    }
    return levels[0] ?? [];
  }

  #openedAt(emphasis: Emphasis | undefined): number {
    return this.#openAt.get(emphasis?.mark ?? '') ?? -1;
  }

  #close(emphasis: Emphasis, opened: number): void {
    const opener = this.#pieces[opened];
    if (opener && 'role' in opener) opener.role = 'open';
    this.#pieces.push({ emphasis, role: 'close' });
    // What was opened in between would end outside.
    for (const [mark, at] of this.#openAt) if (at >= opened) this.#openAt.delete(mark);
  }
}

function append(parts: Inline[] | undefined, inline: Inline): void {
  const last = parts?.at(-1);
  if (last?.kind === 'text' && inline.kind === 'text') last.text += inline.text;
  else parts?.push(inline);
}
