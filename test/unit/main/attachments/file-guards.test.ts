import { describe, expect, it } from 'vitest';
import {
  isRisky,
  isShown,
  kindOf,
  shownTypeOf,
} from '../../../../src/main/attachments/file-kind.ts';
import { readFileUrl } from '../../../../src/main/attachments/file-urls.ts';
import { safeFileName } from '../../../../src/main/attachments/safe-file-name.ts';

const id = '0198c0de-0000-7000-8000-000000000001';

describe('what the page may show', () => {
  it('is pictures, sound and film, and never what may hold a script', () => {
    for (const type of ['image/png', 'image/webp', 'video/mp4', 'audio/ogg; codecs=opus']) {
      expect(isShown(type), type).toBe(true);
    }
    const refused = [
      'image/svg+xml',
      'text/html',
      'application/pdf',
      'application/octet-stream',
      '',
    ];
    for (const type of refused) expect(isShown(type), type).toBe(false);
    expect(shownTypeOf('drawing.svg')).toBeNull();
    expect(kindOf('Holiday.JPG')).toBe('image');
    expect(kindOf('page.html')).toBe('document');
  });

  it('names exactly one thing of ours', () => {
    expect(readFileUrl(`future-talk-file://attachment/${id}`)).toEqual({ kind: 'attachment', id });
    expect(readFileUrl(`future-talk-file://thumbnail/${id}`)).toEqual({ kind: 'thumbnail', id });
    expect(readFileUrl(`future-talk-file://picture/${id}`)).toEqual({ kind: 'picture', id });
    const refused = [
      `https://attachment/${id}`,
      `future-talk-file://elsewhere/${id}`,
      `future-talk-file://attachment/${id}?token=x`,
      `future-talk-file://attachment/${id}/../x`,
      'future-talk-file://chosen/etc/passwd',
      'future-talk-file://chosen/..%2f..%2fetc%2fpasswd',
      'no url',
    ];
    for (const url of refused) expect(readFileUrl(url), url).toBeNull();
  });
});

describe('what is asked about before it is opened', () => {
  it.each(['setup.exe', 'run.SH', 'a.desktop', 'invoice.pdf.js', 'page.html', 'program', 'x.exe '])(
    '%s',
    (name) => {
      expect(isRisky(name)).toBe(true);
    },
  );

  it.each(['notes.txt', 'plan.pdf', 'table.xlsx'])('not %s', (name) => {
    expect(isRisky(name)).toBe(false);
  });
});

describe('a name on the disk', () => {
  it('is nothing but a name', () => {
    expect(safeFileName('../../etc/passwd')).toBe('_.._etc_passwd');
    expect(safeFileName('gpj.\u202Eexe.doc')).toBe('gpj._exe.doc');
    expect(safeFileName('a\u0000b\n.txt')).toBe('a_b_.txt');
    expect(safeFileName('CON.txt')).toBe('_CON.txt');
    expect(safeFileName('...')).toBe('file');
    expect(safeFileName('Übersicht.pdf')).toBe('Übersicht.pdf');
  });

  it('is short, and keeps its ending', () => {
    const name = safeFileName(`${'ä'.repeat(300)}.pdf`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name.endsWith('ä.pdf')).toBe(true);
  });
});
