import type { Attachments } from '#client/chat-client.ts';
import { drawEvening, drawLaunch, drawPlanks, drawRudderSheet } from './drawings.ts';
import { spokenNote, waveformOf } from './spoken-note.ts';

type Metadata = Parameters<Attachments['upload']>[0]['metadata'];

export interface DemoFile {
  bytes: () => Promise<Buffer>;
  metadata: Metadata;
}

const noteSeconds = 9;

const timberList = [
  'board;length mm;width mm;thickness mm;note',
  '1;3200;210;34;cupped, for jigs',
  '2;3200;205;34;cupped, for jigs',
  '3;2800;240;28;planking',
  '4;2800;235;28;planking',
].join('\n');

/** What the demo's messages carry. */
export const files = {
  planks: picture('IMG_2041.jpg', drawPlanks),
  launch: picture('IMG_2107.jpg', drawLaunch),
  evening: picture('IMG_2119.jpg', drawEvening),
  rudder: picture('Rudder sheet 3.png', drawRudderSheet),
  timber: document('Timber list.csv', Buffer.from(timberList)),
  budget: document('Exhibition budget, second draft.pdf', onePagePdf('Exhibition budget')),
  note: {
    bytes: async () => spokenNote(noteSeconds),
    metadata: {
      fileName: 'voice note.wav',
      kind: 'voice_note',
      durationSeconds: noteSeconds,
      waveform: waveformOf(noteSeconds),
    },
  },
} satisfies Record<string, DemoFile>;
export type FileName = keyof typeof files;

function picture(fileName: string, bytes: DemoFile['bytes']): DemoFile {
  return { bytes, metadata: { fileName, removesLocation: true } };
}

function document(fileName: string, content: Buffer): DemoFile {
  return { bytes: async () => content, metadata: { fileName } };
}

/** The smallest document that readers open. */
function onePagePdf(title: string): Buffer {
  const text = `BT /F1 24 Tf 72 760 Td (${title}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${String(text.length)} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = body.length;
    body += `${String(index + 1)} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const count = String(objects.length + 1);
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${String(body.length)}\n%%EOF\n`;
  return Buffer.from(body + table + end, 'latin1');
}
