/** Those on the screen: one that begins stops the others. */
const players: Player[] = [];

/** One sound with its place in it. */
export class Player {
  /** Seconds. */
  position = $state(0);
  length = $state(0);
  isPlaying = $state(false);
  hasFailed = $state(false);
  readonly #knownLength: number | undefined;
  #audio: HTMLAudioElement | null = null;

  /** @param knownLength in seconds; recordings do not say their own */
  constructor(knownLength: number | undefined) {
    this.#knownLength = knownLength;
    this.length = knownLength ?? 0;
  }

  /** To be attached to the element. */
  readonly attach = (audio: HTMLAudioElement): (() => void) => {
    this.#audio = audio;
    players.push(this);
    return () => {
      audio.pause();
      players.splice(players.indexOf(this), 1);
      this.#audio = null;
    };
  };

  get played(): number {
    return this.length > 0 ? Math.min(1, this.position / this.length) : 0;
  }

  async toggle(): Promise<void> {
    if (this.isPlaying) {
      this.pause();
      return;
    }
    const others = players.filter((player) => player !== this);
    for (const other of others) other.pause();
    this.hasFailed = false;
    if (this.#audio?.error) this.#audio.load();
    await this.#audio?.play();
  }

  pause(): void {
    this.#audio?.pause();
  }

  seek(seconds: number): void {
    if (this.#audio) this.#audio.currentTime = seconds;
    this.position = seconds;
  }

  /** The element has said something new of itself. */
  readonly follow = (): void => {
    const audio = this.#audio;
    if (audio === null) return;
    this.position = audio.currentTime;
    this.isPlaying = !audio.paused && !audio.ended;
    this.hasFailed = audio.error !== null;
    const said = Number.isFinite(audio.duration) ? audio.duration : 0;
    this.length = this.#knownLength ?? said;
    if (audio.ended) this.position = 0;
  };
}
