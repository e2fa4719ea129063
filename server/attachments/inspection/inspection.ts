import type { AttachmentType } from '#protocol/attachments.ts';
import type { StoredBlob } from '../../blobs/blob-reader.ts';
import type { UploadDetails } from '../upload-details.ts';

/** What is to be looked at. It crosses to another thread: plain data only. */
export interface InspectionTask {
  blob: StoredBlob;
  details: UploadDetails;
}

/** What the bytes of a file told. */
export interface Findings {
  mimeType: string;
  attachmentType: AttachmentType;
  dimensions: { width: number; height: number } | null;
  durationSeconds: number | null;
  /** WebP. */
  thumbnail: Uint8Array | null;
  /** The whole file without its location, where that was asked for; it takes the place of the file. */
  replacement: Uint8Array | null;
}

export type InspectionAnswer =
  | { kind: 'found'; findings: Findings }
  /** The file must not be taken. */
  | { kind: 'refused'; detail: string }
  | { kind: 'failed'; detail: string };

/** For what is not known, not believed or not to be opened: it is kept, and never looked into. */
export const unknownDocument: Findings = {
  mimeType: 'application/octet-stream',
  attachmentType: 'document',
  dimensions: null,
  durationSeconds: null,
  thumbnail: null,
  replacement: null,
};

/** A file that must not be taken as it is. */
export class Refusal extends Error {}
