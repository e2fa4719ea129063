import * as attachments from '#protocol/attachments.ts';
import { beginUpload, tus } from '../attachments/support/files.ts';
import type { Place } from './cast.ts';
import { everyone, inside } from './row.ts';
import type { RequestParts, Row } from './row.ts';

const noFile = '404 ATTACHMENT_NOT_FOUND';

/** The file that the owner's message carries. */
const byFile = ({ message }: Place): RequestParts => ({
  params: { attachment_id: message.attachments[0]?.id ?? '' },
});

/** Something that the owner has not finished. */
async function byUpload({ cast }: Place): Promise<RequestParts> {
  const upload = await beginUpload(cast.server.url, cast.owner, 10);
  return { params: { upload_id: upload }, headers: tus };
}

async function moreBytes(place: Place): Promise<RequestParts> {
  const { headers, ...rest } = await byUpload(place);
  const type = { 'content-type': attachments.uploadMediaType, 'upload-offset': '0' };
  return { ...rest, headers: { ...headers, ...type }, raw: Buffer.alloc(10) };
}

function wholeFile(): RequestParts {
  const boundary = 'between-two-parts';
  const raw = Buffer.from(
    [
      `--${boundary}`,
      'Content-Disposition: form-data; name="file"; filename="note.txt"',
      'Content-Type: text/plain',
      '',
      'A note',
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  );
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, raw };
}

const readers = inside(noFile, { direct: '200', groupAdmin: '200' });

/** What concerns files. Whoever holds an address with a token needs no session; that is not asked here. */
export const attachmentRows: readonly Row[] = [
  { endpoint: attachments.uploadAttachment, request: wholeFile, outcomes: everyone('201') },
  {
    endpoint: attachments.describeUploads,
    request: () => ({}),
    outcomes: everyone('204'),
    open: '204',
  },
  {
    endpoint: attachments.createUpload,
    request: () => ({ headers: { ...tus, 'upload-length': '10' } }),
    outcomes: everyone('201'),
  },
  { endpoint: attachments.findUpload, request: byUpload, outcomes: everyone(noFile) },
  { endpoint: attachments.continueUpload, request: moreBytes, outcomes: everyone(noFile) },
  { endpoint: attachments.endUpload, request: byUpload, outcomes: everyone(noFile) },
  {
    endpoint: attachments.getAttachmentInfo,
    request: byFile,
    outcomes: readers,
    withFile: true,
  },
  {
    endpoint: attachments.downloadAttachment,
    request: byFile,
    outcomes: readers,
    withFile: true,
  },
  {
    endpoint: attachments.describeAttachment,
    request: byFile,
    outcomes: readers,
    withFile: true,
  },
  {
    endpoint: attachments.downloadThumbnail,
    variant: 'where there is none',
    request: byFile,
    outcomes: everyone(noFile),
    withFile: true,
  },
  {
    endpoint: attachments.copyAttachment,
    request: byFile,
    outcomes: inside(noFile, { direct: '201', groupAdmin: '201' }),
    withFile: true,
  },
  {
    endpoint: attachments.deleteAttachment,
    variant: 'the owner’s, in a message',
    request: byFile,
    outcomes: everyone(noFile),
    withFile: true,
  },
];
