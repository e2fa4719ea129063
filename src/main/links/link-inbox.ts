/** Links come as soon as the program runs; somebody to open them is there a little later. */
export class LinkInbox {
  #waiting: string | null = null;
  #open: ((link: string) => void) | null = null;

  /** Of several that wait, the last one is meant. */
  receive(link: string | null): void {
    if (link === null) return;
    if (this.#open === null) this.#waiting = link;
    else this.#open(link);
  }

  onLink(open: (link: string) => void): void {
    this.#open = open;
    const waiting = this.#waiting;
    this.#waiting = null;
    this.receive(waiting);
  }
}
