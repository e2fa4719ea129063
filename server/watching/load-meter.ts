interface Reading {
  at: number;
  requests: number;
  processorMs: number;
}

const memoryMs = 30_000;

/** How busy the server is: what was done since a while ago, by that while. No timer runs for it. */
export class LoadMeter {
  readonly #requests: () => number;
  readonly #readings: Reading[] = [];

  /** @param requests answered so far */
  constructor(requests: () => number) {
    this.#requests = requests;
    this.#readings.push(this.#now());
  }

  /** Over the last half minute, or for as long as nobody has asked. */
  read(): { requestsPerSecond: number; processorPercent: number } {
    const now = this.#now();
    this.#readings.push(now);
    // One that is old enough stays to be compared with.
    while ((this.#readings[1]?.at ?? now.at) < now.at - memoryMs) this.#readings.shift();
    const before = this.#readings[0] ?? now;
    const elapsedMs = Math.max(1, now.at - before.at);
    return {
      requestsPerSecond: ((now.requests - before.requests) * 1000) / elapsedMs,
      processorPercent: ((now.processorMs - before.processorMs) * 100) / elapsedMs,
    };
  }

  #now(): Reading {
    const { user, system } = process.cpuUsage();
    return {
      at: performance.now(),
      requests: this.#requests(),
      processorMs: (user + system) / 1000,
    };
  }
}
