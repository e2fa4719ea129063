import { waveform } from '#protocol/attachments.ts';
import { AppError } from '#protocol/errors.ts';
import { displayName } from './display-name.ts';

/** What the uploader says of a file. Only the name and the wishes are believed. */
export interface UploadDetails {
  fileName: string;
  isVoiceNote: boolean;
  /** Taken where the bytes do not tell. */
  durationSeconds: number | null;
  dimensions: { width: number; height: number } | null;
  waveform: number[] | null;
  removeLocation: boolean;
}

const durationMaxSeconds = 86_400 * 30;
const sideMaxPixels = 100_000;

/**
 * Reads tus's Upload-Metadata: pairs of a key and a base64 value, separated by commas.
 * @throws AppError MALFORMED_REQUEST
 */
export function readUploadMetadata(header: string): UploadDetails {
  const values: Record<string, string> = {};
  for (const pair of header.split(',')) {
    const [key = '', value = ''] = pair.trim().split(' ');
    if (key !== '') values[key] = Buffer.from(value, 'base64').toString('utf8');
  }
  return describeUpload(values);
}

/** @throws AppError MALFORMED_REQUEST */
export function describeUpload(values: Record<string, string>): UploadDetails {
  const width = readNumber(values['width'], sideMaxPixels);
  const height = readNumber(values['height'], sideMaxPixels);
  return {
    fileName: displayName(values['filename'] ?? ''),
    isVoiceNote: values['kind'] === 'voice_note',
    durationSeconds: readNumber(values['duration_seconds'], durationMaxSeconds),
    dimensions:
      width === null || height === null
        ? null
        : { width: Math.round(width), height: Math.round(height) },
    waveform: readWaveform(values['waveform']),
    removeLocation: values['remove_location'] === 'true',
  };
}

/** What makes no sense is passed over, as what was never said. */
function readNumber(text: string | undefined, max: number): number | null {
  const value = Number(text);
  return text !== undefined && text !== '' && value > 0 && value <= max ? value : null;
}

function readWaveform(text: string | undefined): number[] | null {
  if (text === undefined) return null;
  try {
    return waveform.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('MALFORMED_REQUEST', { detail: 'The waveform is not valid', cause });
  }
}
