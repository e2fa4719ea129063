/** Where the page gets a person's or group's picture, by the address that the server gave it. */
export function pictureSource(address: string | null): string | null {
  const id = /^\/api\/v1\/attachments\/([0-9a-f-]{36})\/thumbnail$/.exec(address ?? '')?.[1];
  return id === undefined ? null : `future-talk-file://picture/${id}`;
}

const firstRetryMs = 2_000;
const retryMaxMs = 300_000;

/** When to ask again for a picture that could not be had so many times, as without a connection. */
export function retryDelayMs(failures: number): number {
  return Math.min(firstRetryMs * 2 ** (failures - 1), retryMaxMs);
}
