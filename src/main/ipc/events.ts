import type { BridgeEventName, BridgeEvents } from '#ipc/index.ts';

/** Tells the window's page; dropped while there is no window. */
export type SendEvent = <N extends BridgeEventName>(name: N, event: BridgeEvents[N]) => void;
