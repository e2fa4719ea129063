import { z } from 'zod';
import { attachmentId, messageId } from '#protocol/identifiers.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { defineCall } from './call.ts';

/** What crosses the bridge as bytes and not as a path: pasted pictures, recorded voice. */
const pastedMaxBytes = 67_108_864;

/** How a file is shown before the server has looked into it: by its name. */
export type FileKind = 'image' | 'video' | 'audio' | 'document';

/** A file that stands in the composer. The page knows it by this id, main by its path. */
export interface ChosenFile {
  id: string;
  name: string;
  size: number;
  kind: FileKind;
  /** Of what the page can show or play by itself. */
  preview_url: string | null;
}

export interface RefusedFile {
  name: string;
  reason: 'too-large' | 'folder' | 'unreadable';
  /** What the server takes, for `too-large`. */
  max_bytes: number;
}

export type AddedFile = { chosen: ChosenFile } | { refused: RefusedFile };

export interface OutgoingFile {
  name: string;
  size: number;
  sent: number;
  kind: FileKind;
  preview_url: string | null;
}

/** The files of a message on their way to the server. */
export interface OutgoingUpload {
  /** `waiting` is for the connection. */
  state: 'uploading' | 'waiting' | 'paused';
  files: OutgoingFile[];
}

/** How a chosen file is sent. */
export const fileToSend = z.object({
  chosen_id: z.uuid(),
  remove_location: z.boolean().default(false),
  voice: z
    .object({
      duration_seconds: z.number().min(0),
      waveform: z.array(z.int().min(0).max(100)).max(64),
    })
    .nullable()
    .default(null),
});

const byMessage = z.object({ client_message_id: z.string().max(128) });
const byAttachment = z.object({ attachment_id: attachmentId });

export const attachmentCalls = {
  /** The preload script's alone: a path never comes from the page. */
  addFile: defineCall<AddedFile>()(z.object({ path: z.string().min(1).max(4_096) })),
  addPastedFile: defineCall<AddedFile>()(
    z.object({
      name: z.string().min(1).max(255),
      bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= pastedMaxBytes),
    }),
  ),
  removeChosenFile: defineCall<void>()(z.object({ id: z.uuid() })),
  pauseUpload: defineCall<void>()(byMessage),
  resumeUpload: defineCall<void>()(byMessage),
  /** `risky` opens nothing: what could be a program needs `is_confirmed`. */
  openAttachment: defineCall<{ outcome: 'opened' | 'risky' | 'cancelled' }>()(
    byAttachment.extend({ message_id: messageId, is_confirmed: z.boolean().default(false) }),
  ),
  /** Asks the person where to. */
  saveAttachment: defineCall<{ saved: boolean }>()(byAttachment),
  cancelDownload: defineCall<void>()(byAttachment),
};

export interface AttachmentEvents {
  /** A file that is opened or saved: what has come of it; null when that has ended. */
  downloadChanged: { attachment_id: AttachmentId; received: number | null; total: number };
}
