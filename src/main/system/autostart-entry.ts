/** What the desktop runs at login: a program and its arguments. */
export type CommandLine = readonly [program: string, ...rest: string[]];

/**
 * A file of the freedesktop Autostart specification.
 * @throws Error for what no desktop file can hold: a line break in a path
 */
export function autostartEntry(command: CommandLine): string {
  if (command.some((word) => /[\n\r\0]/.test(word))) throw new Error('a path with a line break');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.0',
    'Name=Future Talk',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/**
 * One word of an `Exec` line: quoted by that line's rule, and then escaped by the file's rule for
 * all strings. A percent sign would begin a field code.
 */
function quoted(word: string): string {
  const inQuotes = word.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%');
  return `"${inQuotes}"`.replaceAll('\\', String.raw`\\`);
}
