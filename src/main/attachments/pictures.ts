import type { AttachmentId } from '#protocol/identifiers.ts';
import type { PersonCache } from '../cache/person-cache.ts';

interface PicturesOptions {
  fetch: (id: AttachmentId) => Promise<Uint8Array>;
  /** Null where nobody is signed in, or there is none. */
  cache: () => PersonCache | null;
}

/**
 * Pictures of people and groups: from the server once, then from the cache, with or without a
 * connection.
 */
export class Pictures {
  readonly #options: PicturesOptions;
  /** Asked for at this moment: a list shows one person many times. */
  readonly #underWay = new Map<AttachmentId, Promise<Uint8Array>>();

  constructor(options: PicturesOptions) {
    this.#options = options;
  }

  get(id: AttachmentId): Promise<Uint8Array> {
    const known = this.#options.cache()?.recallPicture(id) ?? null;
    if (known !== null) return Promise.resolve(known);
    const underWay = this.#underWay.get(id) ?? this.#fetch(id);
    this.#underWay.set(id, underWay);
    return underWay;
  }

  async #fetch(id: AttachmentId): Promise<Uint8Array> {
    const cache = this.#options.cache();
    try {
      const bytes = await this.#options.fetch(id);
      // Who is signed in now may be somebody else.
      if (cache === this.#options.cache()) cache?.keepPicture(id, bytes);
      return bytes;
    } finally {
      this.#underWay.delete(id);
    }
  }
}
