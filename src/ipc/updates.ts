import { z } from 'zod';
import { defineCall } from './call.ts';

/** A newer version of the app, as the server hands it on; `refused` is one that we do not install. */
export type UpdateState =
  { status: 'none' } | { status: 'downloading' | 'ready' | 'refused'; version: string };

export const updateCalls = {
  getUpdateState: defineCall<UpdateState>()(z.undefined()),
  /** Installs what is ready: the app ends for it, or the system's installer opens. */
  installUpdate: defineCall<null>()(z.undefined()),
};

export interface UpdateEvents {
  updateChanged: UpdateState;
}
