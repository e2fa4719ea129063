import { openChunk, sealChunk } from './sealed-chunk.ts';

/**
 * A value of a row, sealed under the row's own key. SQLite leaves copies of rows behind; without
 * the key they say nothing (docs/adr/0011-erase-by-key.md).
 */
export function sealValue(key: Uint8Array, id: string, value: unknown): Buffer {
  return sealChunk(key, placeOf(id), Buffer.from(JSON.stringify(value)));
}

/** @throws when the value was not sealed for this row under this key */
export function openValue(key: Uint8Array, id: string, sealed: Uint8Array): unknown {
  return JSON.parse(openChunk(key, placeOf(id), sealed).toString());
}

function placeOf(id: string) {
  return { file: `details of ${id}`, index: 0, kind: 'last' } as const;
}
