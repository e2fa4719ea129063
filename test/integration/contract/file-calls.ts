import * as accounts from '#protocol/accounts.ts';
import * as attachments from '#protocol/attachments.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { metadataHeader, someBytes, tus } from '../attachments/support/files.ts';
import { photograph } from '../attachments/support/pictures.ts';
import type { Circle } from './accounts-calls.ts';
import type { Talks } from './conversation-calls.ts';
import type { Exchange, Parts } from './exchange.ts';
import { sender } from './message-calls.ts';

/** Room for files on the server that is asked. */
export const storageLimits = { fileMaxBytes: 400_000, userMaxBytes: 1_000_000 };

const nothing = '01980000-0000-7000-8000-000000000000';
const noFile = '404 ATTACHMENT_NOT_FOUND';
const otherTus = { 'tus-resumable': '0.2.2' };

function form(bytes: Uint8Array, fileName: string, fields: Record<string, string> = {}): Parts {
  const boundary = 'between-two-parts';
  const field = ([name, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n`;
  const raw = Buffer.concat([
    Buffer.from(Object.entries(fields).map(field).join('') + head),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { raw, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

export interface Files {
  picture: AttachmentInfo;
  text: AttachmentInfo;
}

/** Files at once; Alice keeps a picture and a text. */
export async function meetWholeFiles(exchange: Exchange, { alice, dave }: Circle): Promise<Files> {
  const send = (outcome: string, parts: Parts, person = alice) =>
    exchange.call(person, attachments.uploadAttachment, outcome, parts);
  const photo = await photograph('jpeg');
  const picture = await send('201', form(photo, 'photo.jpg'));
  const own = await send('201', form(photo, 'me.jpg'));
  const text = await send('201', form(Buffer.from('A note'), 'note.txt'));
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  await send('400 MALFORMED_REQUEST', { raw: '--x--\r\n', headers });
  await send('415 UNSUPPORTED_MEDIA_TYPE', { body: {} });
  await send('413 ATTACHMENT_TOO_LARGE', form(someBytes(400_001), 'large.bin'));
  await send('422 ATTACHMENT_REFUSED', form(photo, 'said.jpg', { kind: 'voice_note' }));
  for (let bytes = 300_000; bytes < 1_000_000; bytes += 300_000) {
    await send('201', form(someBytes(300_000), 'much.bin'), dave);
  }
  await send('413 QUOTA_EXCEEDED', form(someBytes(399_000), 'more.bin'), dave);
  const change = (outcome: string, avatar_id: string) =>
    exchange.call(alice, accounts.updateOwnAccount, outcome, { body: { avatar_id } });
  await change('200', own.id);
  await change(noFile, nothing);
  await change('422 ATTACHMENT_REFUSED', text.id);
  return { picture, text };
}

/** tus: files in pieces. */
export async function meetUploads(exchange: Exchange, { alice, dave }: Circle): Promise<void> {
  await exchange.call(null, attachments.describeUploads, '204');
  const begin = async (
    outcome: string,
    headers: Record<string, string>,
    more: Parts = {},
    by = alice,
  ) => {
    const { headers: told } = await exchange.callRaw(by, attachments.createUpload, outcome, {
      ...more,
      headers: { ...tus, ...headers },
    });
    return told['location']?.split('/').at(-1) ?? '';
  };
  await begin('412 TUS_VERSION', otherTus);
  await begin('400 MALFORMED_REQUEST', {});
  await begin('413 ATTACHMENT_TOO_LARGE', { 'upload-length': '400001' });
  await begin('413 QUOTA_EXCEEDED', { 'upload-length': '399000' }, {}, dave);
  const voice = metadataHeader({ kind: 'voice_note' });
  const type = { 'content-type': attachments.uploadMediaType };
  const silent = { 'upload-length': '4', 'upload-metadata': voice, ...type };
  await begin('422 ATTACHMENT_REFUSED', silent, { raw: 'text' });
  const id = await begin('201', { 'upload-length': '10' });
  const bytes = { raw: 'half ', headers: { ...tus, ...type, 'upload-offset': '0' } };
  const go = (
    outcome: string,
    { raw, headers }: { raw: string; headers: object },
    upload_id = id,
  ) =>
    exchange.callRaw(alice, attachments.continueUpload, outcome, {
      params: { upload_id },
      raw,
      headers: headers as Record<string, string>,
    });
  await go('204', bytes);
  await go('409 UPLOAD_OFFSET_MISMATCH', bytes);
  await go(noFile, bytes, nothing);
  await go('412 TUS_VERSION', { ...bytes, headers: { ...bytes.headers, ...otherTus } });
  await go('415 UNSUPPORTED_MEDIA_TYPE', {
    ...bytes,
    headers: { ...bytes.headers, 'content-type': 'text/plain' },
  });
  const behind = { ...bytes.headers, 'upload-offset': '5' };
  await go('413 ATTACHMENT_TOO_LARGE', { raw: 'much too long', headers: behind });
  const said = await begin('201', { 'upload-length': '5', 'upload-metadata': voice });
  await go('422 ATTACHMENT_REFUSED', bytes, said);
  const other = await begin('201', { 'upload-length': '10' });
  for (const endpoint of [attachments.findUpload, attachments.endUpload]) {
    const ask = (outcome: string, upload_id: string, headers: Record<string, string> = tus) =>
      exchange.callRaw(alice, endpoint, outcome, { params: { upload_id }, headers });
    await ask(endpoint === attachments.findUpload ? '200' : '204', other);
    await ask(noFile, nothing);
    await ask('412 TUS_VERSION', other, otherTus);
  }
}

/** What becomes of a file that is there. */
export async function meetDownloads(
  exchange: Exchange,
  { alice }: Circle,
  { picture, text }: Files,
  { group }: Talks,
): Promise<void> {
  const by = ({ id }: { id: string }) => ({ params: { attachment_id: id } });
  const missing = by({ id: nothing });
  for (const endpoint of [attachments.downloadAttachment, attachments.describeAttachment]) {
    const ask = (outcome: string, range: string) =>
      exchange.callRaw(alice, endpoint, outcome, { ...by(text), headers: { range } });
    await exchange.callRaw(alice, endpoint, '200', by(text));
    await ask('206', 'bytes=0-2');
    await ask('416 RANGE_NOT_SATISFIABLE', 'bytes=100-');
    await exchange.callRaw(alice, endpoint, noFile, missing);
  }
  for (const endpoint of [attachments.downloadThumbnail, attachments.getAttachmentInfo]) {
    await exchange.callRaw(alice, endpoint, '200', by(picture));
    await exchange.callRaw(alice, endpoint, noFile, missing);
  }
  const copy = (outcome: string, parts: Parts) =>
    exchange.call(alice, attachments.copyAttachment, outcome, parts);
  const copied = await copy('201', by(text));
  await copy(noFile, missing);
  const store = (bytes: Uint8Array) =>
    exchange.call(alice, attachments.uploadAttachment, '201', form(bytes, 'file.bin'));
  const fleeting = await store(Buffer.from('Not for long'));
  await sender(exchange, group)(alice, '201', {
    content: 'Soon gone',
    attachments: [fleeting.id],
    self_destruct_timer: 3_600,
  });
  await copy('403 FORBIDDEN', by(fleeting));
  const large = await store(someBytes(390_000));
  await store(someBytes(300_000));
  await copy('413 QUOTA_EXCEEDED', by(large));
  const remove = (outcome: string) =>
    exchange.call(alice, attachments.deleteAttachment, outcome, by(copied));
  await remove('200');
  await remove(noFile);
}
