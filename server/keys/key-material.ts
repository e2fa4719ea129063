import {
  keyFileContent,
  keyFileName,
  newKey,
  newKeyFromPassphrase,
  readKey,
  saltFileName,
} from '../db/database-key.ts';
import type { InputLines } from './input-lines.ts';
import type { NewKey } from './key-arguments.ts';

/** A new key, and the file from which the server has it at its next start, if there is one. */
export interface KeyMaterial {
  key: Uint8Array;
  file: { name: string; content: string | Uint8Array } | null;
}

/** @throws StartupError when the key that was asked for cannot be read. */
export async function materialFor(wanted: NewKey, input: InputLines): Promise<KeyMaterial> {
  switch (wanted.as) {
    case 'key-file': {
      const key = newKey();
      return { key, file: { name: keyFileName, content: keyFileContent(key) } };
    }
    case 'passphrase': {
      const { key, salt } = await newKeyFromPassphrase(wanted.file);
      // Of a passphrase only the salt is kept.
      return { key, file: { name: saltFileName, content: salt } };
    }
    case 'standard-input':
      return { key: readKey(await input.next(), 'Standard input'), file: null };
  }
}
