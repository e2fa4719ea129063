/** What is further back is fetched again when it is wanted again. */
const addressesMax = 200;

/** Addresses of files in the page's memory, the latest wanted last. */
export class BlobAddresses {
  readonly #addresses = new Map<string, Promise<string>>();

  /** Fetches it once; what could not be had is tried again the next time. */
  of(name: string, fetchIt: () => Promise<Blob>): Promise<string> {
    const address =
      this.#addresses.get(name) ?? fetchIt().then((blob) => URL.createObjectURL(blob));
    this.#addresses.delete(name);
    this.#addresses.set(name, address);
    address.catch(() => this.#addresses.delete(name));
    const [oldest] = this.#addresses.keys();
    if (this.#addresses.size > addressesMax && oldest !== undefined) this.#forget(oldest);
    return address;
  }

  forgetAll(): void {
    for (const name of [...this.#addresses.keys()]) this.#forget(name);
  }

  #forget(name: string): void {
    const address = this.#addresses.get(name);
    this.#addresses.delete(name);
    // One that was never had needs no end.
    address?.then(
      (url) => {
        URL.revokeObjectURL(url);
      },
      () => undefined,
    );
  }
}
