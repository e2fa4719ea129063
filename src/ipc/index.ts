import type { z } from 'zod';
import type { ServerEvent } from '#protocol/events.ts';
import { accountCalls } from './account.ts';
import { appCalls } from './app.ts';
import type { AppEvents } from './app.ts';
import { appearanceCalls } from './appearance.ts';
import { attachmentCalls } from './attachments.ts';
import type { AddedFile, AttachmentEvents } from './attachments.ts';
import { backupCalls } from './backups.ts';
import { conditionCalls } from './condition.ts';
import type { CallDeclaration, CallResult } from './call.ts';
import { conversationCalls } from './conversations.ts';
import { draftCalls } from './drafts.ts';
import { emojiCalls } from './emoji.ts';
import { exportCalls } from './export.ts';
import { hostingCalls } from './hosting.ts';
import type { HostingEvents } from './hosting.ts';
import { keyCalls } from './keys.ts';
import type { KeyEvents } from './keys.ts';
import { languageCalls } from './language.ts';
import type { LanguageEvents } from './language.ts';
import { lanCalls } from './lan.ts';
import type { LanEvents } from './lan.ts';
import { linkCalls } from './links.ts';
import { messageCalls } from './messages.ts';
import type { MessageEvents } from './messages.ts';
import { moveCalls } from './move.ts';
import type { Opening } from './opening.ts';
import { peopleCalls } from './people.ts';
import { pictureCalls } from './pictures.ts';
import { placeCalls } from './place.ts';
import { restoreCalls } from './restore.ts';
import type { RestoreEvents } from './restore.ts';
import { retentionCalls } from './retention.ts';
import { searchCalls } from './search.ts';
import { standbyCalls } from './standby.ts';
import type { StandbyEvents } from './standby.ts';
import { systemCalls } from './system.ts';
import type { SystemEvents } from './system.ts';
import { trustCalls } from './trust.ts';
import { updateCalls } from './updates.ts';
import type { UpdateEvents } from './updates.ts';

/** Every call from the renderer to main. */
export const calls = {
  ...appCalls,
  ...hostingCalls,
  ...moveCalls,
  ...standbyCalls,
  ...backupCalls,
  ...restoreCalls,
  ...conditionCalls,
  ...retentionCalls,
  ...exportCalls,
  ...accountCalls,
  ...keyCalls,
  ...languageCalls,
  ...trustCalls,
  ...lanCalls,
  ...linkCalls,
  ...emojiCalls,
  ...peopleCalls,
  ...conversationCalls,
  ...messageCalls,
  ...draftCalls,
  ...placeCalls,
  ...searchCalls,
  ...attachmentCalls,
  ...pictureCalls,
  ...systemCalls,
  ...appearanceCalls,
  ...updateCalls,
};

export type CallName = keyof typeof calls;
/** What the renderer gives. */
export type CallArgument<N extends CallName> = z.input<(typeof calls)[N]['input']>;
/** What main gets: checked, with defaults filled in. */
export type CallInput<N extends CallName> = z.output<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> =
  (typeof calls)[N] extends CallDeclaration<z.ZodType, infer O> ? O : never;

/** Every event from main to the renderer. */
export interface BridgeEvents
  extends
    AppEvents,
    AttachmentEvents,
    HostingEvents,
    KeyEvents,
    LanguageEvents,
    LanEvents,
    MessageEvents,
    RestoreEvents,
    StandbyEvents,
    SystemEvents,
    UpdateEvents {
  /** What the server says, live or replayed by sync, in order and without repeats. */
  serverEvent: ServerEvent;
  /** Too much was missed to replay: load again what is shown. */
  resynchronised: { reason: 'first-connection' | 'gap-too-long' };
}
export type BridgeEventName = keyof BridgeEvents;

/** What the preload script puts on `window.futureTalk`. */
export interface Bridge {
  call<N extends CallName>(
    name: N,
    ...argument: undefined extends CallArgument<N> ? [] : [CallArgument<N>]
  ): Promise<CallResult<CallOutput<N>>>;
  /** A file that the person gave to the page; null when it is no file of the disk. */
  addFile(file: File): Promise<CallResult<AddedFile>> | null;
  /**
   * Where the page gets a file that it would ask main for (`future-talk-file:`). Only in a browser,
   * which has no main: the app's window asks.
   */
  fileAddress?(source: string): Promise<string>;
  /** What the page opens with; null where it has to ask for everything, as in a browser. */
  opening?(): Promise<Opening | null>;
  /** Answers the function that ends the subscription. */
  on<N extends BridgeEventName>(name: N, listener: (event: BridgeEvents[N]) => void): () => void;
}
