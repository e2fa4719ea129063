import { z } from 'zod';
import type { PackageKind } from '#protocol/releases.ts';
import { defineCall } from './call.ts';

/**
 * A newer version of the app, as the server hands it on; `refused` is one that we do not install, and of one that
 * is `missing` there is no package for this computer.
 */
export type UpdateState =
  | { status: 'none' }
  | { status: 'downloading' | 'missing' | 'refused'; version: string }
  /** How the app was installed says who installs the next one. */
  | { status: 'ready'; version: string; kind: PackageKind };

/** What the server on this computer hands on. */
export interface HostedRelease {
  version: string | null;
  packages: number;
  bytes: number;
  /** It cannot be read, or some of it is missing: nobody gets it. */
  isBroken: boolean;
  /** This app knows whose signature a version needs. */
  canCheck: boolean;
}

export const updateCalls = {
  getUpdateState: defineCall<UpdateState>()(z.undefined()),
  /** Installs what is ready: the app ends for it, or the system's installer opens. */
  installUpdate: defineCall<null>()(z.undefined()),
  getHostedRelease: defineCall<HostedRelease>()(z.undefined()),
  /**
   * Asks the person for a version's release.json and hands it on, once it is checked; what was, where they choose
   * none. Throws RELEASE_REFUSED with nothing changed.
   */
  addHostedRelease: defineCall<HostedRelease>()(z.undefined()),
  removeHostedRelease: defineCall<HostedRelease>()(z.undefined()),
};

export interface UpdateEvents {
  updateChanged: UpdateState;
  /** How far adding has come, from 0 to 1. */
  releaseProgress: { done: number };
}
