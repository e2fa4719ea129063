import { epoch as epochSchema } from '#protocol/connection.ts';

/**
 * Which of the computers that hold a server's key is the server, and by what others with that key
 * believe it. Every move and every restoration makes a higher one.
 */
export interface EpochMark {
  epoch: number;
  proof: string;
}

/** Of what an older server says, which has none. */
const firstEpoch = 1;

/** The highest epoch that has been met under a server's key. */
export class NewestEpoch {
  readonly #onChanged: (mark: EpochMark) => void;
  #mark: EpochMark | null;

  constructor(mark: EpochMark | null, onChanged: (mark: EpochMark) => void) {
    this.#mark = mark;
    this.#onChanged = onChanged;
  }

  get mark(): EpochMark | null {
    return this.#mark;
  }

  /** Whether the server that says this is the newest that has been met. */
  accept({ epoch, epoch_proof: proof }: { epoch?: unknown; epoch_proof?: unknown }): boolean {
    const said = epochSchema.safeParse(epoch).data ?? firstEpoch;
    if (said < (this.#mark?.epoch ?? firstEpoch)) return false;
    if (said > (this.#mark?.epoch ?? firstEpoch) && typeof proof === 'string') {
      this.#mark = { epoch: said, proof };
      this.#onChanged(this.#mark);
    }
    return true;
  }
}
