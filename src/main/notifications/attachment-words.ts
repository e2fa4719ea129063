import type { AttachmentInfo } from '#protocol/attachments.ts';

/** Files in a few words: “Photo”, “Voice message (0:12)”, “3 files”; empty where there are none. */
export function nameAttachments(attachments: readonly AttachmentInfo[]): string {
  const [first] = attachments;
  if (first === undefined) return '';
  const count = attachments.length;
  const kinds = new Set(attachments.map(({ attachment_type }) => attachment_type));
  if (kinds.size > 1) return `${count} files`;
  if (kinds.has('image')) return count === 1 ? 'Photo' : `${count} photos`;
  if (kinds.has('video')) return count === 1 ? 'Video' : `${count} videos`;
  if (count > 1) return `${count} files`;
  if (kinds.has('document')) return first.file_name;
  const name = kinds.has('voice_note') ? 'Voice message' : 'Audio';
  const { duration_seconds: seconds } = first;
  return seconds === undefined ? name : `${name} (${lengthOf(seconds)})`;
}

/** `0:12`, `61:05`. */
function lengthOf(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
