import type { AttachmentInfo } from '#protocol/attachments.ts';

/** What is said of a file, sealed in its row. */
export type AttachmentDetails = Omit<
  AttachmentInfo,
  'id' | 'file_size' | 'download_url' | 'thumbnail_url'
>;
