import { z } from 'zod';
import { acknowledgement } from './acknowledgement.ts';
import { bytesAnswer, emptyAnswer } from './bytes.ts';
import { defineEndpoint } from './endpoint.ts';
import { attachmentId } from './identifiers.ts';
import { limits } from './limits.ts';

export const attachmentType = z.enum(['image', 'video', 'audio', 'document', 'voice_note']);
export type AttachmentType = z.infer<typeof attachmentType>;

/** Loudness over time, 0 to 100. */
export const waveform = z.array(z.int().min(0).max(100)).max(limits.waveformValuesMax);

export const attachmentInfo = z.object({
  id: attachmentId,
  file_name: z.string(),
  file_size: z.int(),
  /** As the bytes say, not the name. */
  mime_type: z.string(),
  attachment_type: attachmentType,
  /** Relative to the server; its token expires. */
  download_url: z.string().optional(),
  /** Only where there is a thumbnail. */
  thumbnail_url: z.string().optional(),
  duration_seconds: z.number().optional(),
  /** As it is to be shown: the orientation is in it. */
  dimensions: z.object({ width: z.int(), height: z.int() }).optional(),
  waveform: waveform.optional(),
});
export type AttachmentInfo = z.infer<typeof attachmentInfo>;

/** The media type of what a PATCH carries (tus 1.0.0). */
export const uploadMediaType = 'application/offset+octet-stream';
export const tusVersion = '1.0.0';
export const tusExtensions = 'creation,creation-with-upload,termination,expiration';
export const uploadsPath = '/api/v1/attachments/uploads';

const byId = z.object({ attachment_id: attachmentId });
const byUpload = z.object({ upload_id: attachmentId });

/** A number of bytes in a header. */
const byteHeader = z.string().regex(/^\d{1,15}$/, 'not a number of bytes');
const tusHeader = { 'tus-resumable': z.string().max(16).optional() };

const tusAnswer = z.object({ 'tus-resumable': z.literal(tusVersion) });
const uploadAnswer = tusAnswer.extend({
  'upload-offset': byteHeader,
  /** RFC 9110; missing once the file is whole. */
  'upload-expires': z.string().optional(),
});
const fileAnswer = z.object({
  'content-disposition': z.string(),
  'accept-ranges': z.literal('bytes'),
  /** With a part of the file. */
  'content-range': z.string().optional(),
});

export const uploadAttachment = defineEndpoint({
  method: 'POST',
  path: '/api/v1/attachments',
  summary: 'Upload a file at once, as multipart/form-data: `file`, and what is known of it',
  tag: 'attachments',
  access: 'user',
  scope: 'files:write',
  takesBytes: ['multipart/form-data'],
  headers: z.object({
    'content-type': z.string().max(1_024).optional(),
    'content-length': byteHeader.optional(),
  }),
  answers: { 201: attachmentInfo },
  errors: [
    'MALFORMED_REQUEST',
    'ATTACHMENT_TOO_LARGE',
    'QUOTA_EXCEEDED',
    'STORAGE_FULL',
    'ATTACHMENT_REFUSED',
    'UNSUPPORTED_MEDIA_TYPE',
  ],
});

export const describeUploads = defineEndpoint({
  method: 'OPTIONS',
  path: uploadsPath,
  summary: 'What of the tus protocol this server speaks',
  tag: 'attachments',
  access: 'open',
  answers: { 204: emptyAnswer },
  answerHeaders: tusAnswer.extend({
    'tus-version': z.literal(tusVersion),
    'tus-extension': z.literal(tusExtensions),
    'tus-max-size': byteHeader,
  }),
});

export const createUpload = defineEndpoint({
  method: 'POST',
  path: uploadsPath,
  summary: 'Begin an upload that can be resumed (tus 1.0.0)',
  tag: 'attachments',
  access: 'user',
  scope: 'files:write',
  takesBytes: [uploadMediaType],
  headers: z.object({
    ...tusHeader,
    'upload-length': byteHeader.optional(),
    'upload-metadata': z.string().max(8_192).optional(),
    'content-type': z.string().max(256).optional(),
  }),
  answers: { 201: emptyAnswer },
  answerHeaders: uploadAnswer.extend({ location: z.string() }),
  errors: [
    'MALFORMED_REQUEST',
    'ATTACHMENT_TOO_LARGE',
    'QUOTA_EXCEEDED',
    'STORAGE_FULL',
    'ATTACHMENT_REFUSED',
    'TUS_VERSION',
  ],
});

export const findUpload = defineEndpoint({
  method: 'HEAD',
  path: `${uploadsPath}/{upload_id}`,
  summary: 'How far an upload has come',
  tag: 'attachments',
  access: 'user',
  scope: 'files:write',
  params: byUpload,
  headers: z.object(tusHeader),
  answers: { 200: emptyAnswer },
  answerHeaders: uploadAnswer.extend({ 'upload-length': byteHeader }),
  errors: ['ATTACHMENT_NOT_FOUND', 'UPLOAD_GONE', 'ATTACHMENT_REFUSED', 'TUS_VERSION'],
});

export const continueUpload = defineEndpoint({
  method: 'PATCH',
  path: `${uploadsPath}/{upload_id}`,
  summary: 'Add bytes; the last of them makes the file an attachment',
  tag: 'attachments',
  access: 'user',
  scope: 'files:write',
  params: byUpload,
  takesBytes: [uploadMediaType],
  headers: z.object({
    ...tusHeader,
    'upload-offset': byteHeader,
    'content-type': z.string().max(256).optional(),
  }),
  answers: { 204: emptyAnswer },
  answerHeaders: uploadAnswer,
  errors: [
    'ATTACHMENT_NOT_FOUND',
    'UPLOAD_GONE',
    'UPLOAD_OFFSET_MISMATCH',
    'ATTACHMENT_TOO_LARGE',
    'ATTACHMENT_REFUSED',
    'STORAGE_FULL',
    'TUS_VERSION',
    'UNSUPPORTED_MEDIA_TYPE',
  ],
});

export const endUpload = defineEndpoint({
  method: 'DELETE',
  path: `${uploadsPath}/{upload_id}`,
  summary: 'Give an unfinished upload up',
  tag: 'attachments',
  access: 'user',
  scope: 'files:write',
  params: byUpload,
  headers: z.object(tusHeader),
  answers: { 204: emptyAnswer },
  answerHeaders: tusAnswer,
  errors: ['ATTACHMENT_NOT_FOUND', 'UPLOAD_GONE', 'TUS_VERSION'],
});

export const getAttachmentInfo = defineEndpoint({
  method: 'GET',
  path: '/api/v1/attachments/{attachment_id}/info',
  summary: 'What is known of a file',
  tag: 'attachments',
  access: 'user',
  scope: 'files:read',
  params: byId,
  answers: { 200: attachmentInfo },
  errors: ['ATTACHMENT_NOT_FOUND'],
});

const linked = z.object({ token: z.string().max(256).optional() });

export const downloadAttachment = defineEndpoint({
  method: 'GET',
  path: '/api/v1/attachments/{attachment_id}',
  summary: 'The bytes of a file, or a range of them',
  tag: 'attachments',
  access: 'link',
  scope: 'files:read',
  params: byId,
  query: linked,
  headers: z.object({ range: z.string().max(256).optional() }),
  answers: { 200: bytesAnswer, 206: bytesAnswer },
  answerHeaders: fileAnswer,
  errors: ['ATTACHMENT_NOT_FOUND', 'RANGE_NOT_SATISFIABLE'],
});

export const describeAttachment = defineEndpoint({
  ...downloadAttachment,
  method: 'HEAD',
  summary: 'The headers of a file, without its bytes',
});

export const downloadThumbnail = defineEndpoint({
  method: 'GET',
  path: '/api/v1/attachments/{attachment_id}/thumbnail',
  summary: 'A WebP of at most 480 pixels a side',
  tag: 'attachments',
  access: 'link',
  scope: 'files:read',
  params: byId,
  query: linked,
  answers: { 200: bytesAnswer },
  answersAs: 'image/webp',
  answerHeaders: fileAnswer,
  errors: ['ATTACHMENT_NOT_FOUND'],
});

export const copyAttachment = defineEndpoint({
  method: 'POST',
  path: '/api/v1/attachments/{attachment_id}/copy',
  summary: 'The same file once more, for a message of one’s own that forwards it',
  tag: 'attachments',
  access: 'user',
  scope: 'files:write',
  params: byId,
  answers: { 201: attachmentInfo },
  errors: ['ATTACHMENT_NOT_FOUND', 'FORBIDDEN', 'QUOTA_EXCEEDED'],
});

export const deleteAttachment = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/attachments/{attachment_id}',
  summary: 'Remove a file of one’s own that no message carries',
  tag: 'attachments',
  access: 'user',
  scope: 'files:write',
  params: byId,
  answers: { 200: acknowledgement },
  errors: ['ATTACHMENT_NOT_FOUND'],
});
