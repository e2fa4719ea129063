import { ALL_FORMATS, CustomSource, Input } from 'mediabunny';
import type { BlobReader } from '../../blobs/blob-reader.ts';
import type { UploadDetails } from '../upload-details.ts';
import { Refusal, unknownDocument } from './inspection.ts';
import type { Findings } from './inspection.ts';

/** What may be asked for at once: a file can claim to have parts of any size. */
const readMaxBytes = 33_554_432;
const cacheMaxBytes = 8_388_608;

/** @throws Refusal for a voice message in which there is no sound */
export async function inspectMedia(
  reader: BlobReader,
  byteCount: number,
  mimeType: string,
  details: UploadDetails,
): Promise<Findings> {
  const measured = await measure(reader, byteCount);
  if (measured === null) {
    if (details.isVoiceNote) throw new Refusal('The recording cannot be read');
    return { ...unknownDocument, mimeType };
  }
  const { dimensions, durationSeconds } = measured;
  const hasPicture = dimensions !== null;
  if (details.isVoiceNote && hasPicture) throw new Refusal('A voice message has sound only');
  const kind = hasPicture ? 'video' : 'audio';
  return {
    ...unknownDocument,
    // A container such as WebM goes by one type whether or not there is a picture in it.
    mimeType: mimeType.replace(/^(audio|video)/, kind),
    attachmentType: details.isVoiceNote ? 'voice_note' : kind,
    dimensions,
    durationSeconds,
  };
}

/** Null for what cannot be read or has neither sound nor picture. Only the parts needed are read. */
async function measure(
  reader: BlobReader,
  byteCount: number,
): Promise<Pick<Findings, 'dimensions' | 'durationSeconds'> | null> {
  const source = new CustomSource({
    getSize: () => byteCount,
    read: (start, end) => {
      if (end - start > readMaxBytes) throw new Error('a part is too large');
      return reader.read(start, end);
    },
    maxCacheSize: cacheMaxBytes,
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ formats: ALL_FORMATS, source });
  try {
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getPrimaryAudioTrack();
    if (video === null && audio === null) return null;
    const seconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
    const durationSeconds = Number.isFinite(seconds) && seconds > 0 ? seconds : null;
    if (video === null) return { dimensions: null, durationSeconds };
    const width = Math.round(await video.getDisplayWidth());
    const height = Math.round(await video.getDisplayHeight());
    return { dimensions: { width, height }, durationSeconds };
  } catch {
    // Broken or hostile: it stays what it is, bytes that nobody opens.
    return null;
  } finally {
    input.dispose();
  }
}
