/** Where the page gets a person's or group's picture, by the address that the server gave it. */
export function pictureSource(address: string | null): string | null {
  const id = /^\/api\/v1\/attachments\/([0-9a-f-]{36})\/thumbnail$/.exec(address ?? '')?.[1];
  return id === undefined ? null : `future-talk-file://picture/${id}`;
}
