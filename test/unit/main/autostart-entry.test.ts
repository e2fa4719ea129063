import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autostartEntry } from '../../../src/main/system/autostart-entry.ts';

/** Reads an `Exec` line as desktops do: the file's escapes first, then quotes, then field codes. */
function readExec(entry: string): string[] {
  const line = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const unescaped = line.replaceAll('\\\\', '\\');
  return [...unescaped.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, word = '']) =>
    word.replaceAll(/\\(.)/gs, '$1').replaceAll('%%', '%'),
  );
}

describe('the autostart entry', () => {
  it('starts the program that it names, whatever is in its path', () => {
    const word = fc.string({ unit: 'binary' }).filter((text) => !/[\n\r\0]/.test(text));
    fc.assert(
      fc.property(word, fc.array(word), (program, rest) => {
        expect(readExec(autostartEntry([program, ...rest]))).toEqual([program, ...rest]);
      }),
    );
  });

  it('is a file of the kind that desktops read', () => {
    expect(autostartEntry(['/opt/Future Talk/future-talk', '--hidden'])).toBe(
      `${[
        '[Desktop Entry]',
        'Type=Application',
        'Version=1.0',
        'Name=Future Talk',
        'Exec="/opt/Future Talk/future-talk" "--hidden"',
        'Terminal=false',
        'X-GNOME-Autostart-enabled=true',
      ].join('\n')}\n`,
    );
  });

  it('is not made for a path that no such file can hold', () => {
    expect(() => autostartEntry(['/tmp/a\nExec=evil'])).toThrow('line break');
  });
});
