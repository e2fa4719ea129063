import { z } from 'zod';
import { defineCall } from './call.ts';

/** How the app's own secrets are kept from others who use this computer. */
export type LockState =
  /** They can be used: the keychain or the passphrase has opened them. */
  | 'open'
  /** The passphrase opens them. */
  | 'locked'
  /** There is no keychain, and no passphrase yet that could take its place. */
  | 'passphrase-to-choose';

export interface KeysState {
  lock: LockState;
  /** Something was sealed by a keychain that is not there now. */
  keychainIsGone: boolean;
  /** The person has said that the recovery key of what is hosted here is kept. */
  recoveryKeyKept: boolean;
}

export const passphraseMinCharacters = 8;
const passphraseMaxCharacters = 1_000;
const newPassphrase = z.string().min(passphraseMinCharacters).max(passphraseMaxCharacters);
const recoveryKey = z.string().max(300);

export const keyCalls = {
  getKeysState: defineCall<KeysState>()(z.undefined()),
  choosePassphrase: defineCall<void>()(z.object({ passphrase: newPassphrase })),
  unlock: defineCall<void>()(z.object({ passphrase: z.string().max(passphraseMaxCharacters) })),
  /** Sets aside what the passphrase sealed, so that another can be chosen. */
  forgetPassphrase: defineCall<void>()(z.undefined()),
  /** Makes the recovery key of the data hosted here; the one before opens nothing any more. */
  makeRecoveryKey: defineCall<{ recoveryKey: string }>()(z.undefined()),
  /** False when the person chose no file. */
  saveRecoveryKey: defineCall<{ saved: boolean }>()(z.object({ recoveryKey })),
  confirmRecoveryKey: defineCall<void>()(z.undefined()),
  /** The recovery key is to be made and shown again. */
  replaceRecoveryKey: defineCall<void>()(z.undefined()),
  /** Fails with RECOVERY_KEY_WRONG. */
  checkRecoveryKey: defineCall<void>()(z.object({ recoveryKey })),
  /** Gives the keychain the database key again, and hosts as before. */
  recoverHosting: defineCall<void>()(z.object({ recoveryKey })),
};

export interface KeyEvents {
  keysChanged: KeysState;
}
