import { execFile } from 'node:child_process';
import { readFile, truncate } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One notification as the daemon received it, shown or closed since. */
export interface ReceivedNotification {
  readonly id: number;
  readonly appName: string;
  readonly summary: string;
  readonly body: string;
}

/** The Electron to hand to Playwright as `executablePath`. Throws outside `npm run test:e2e`. */
export function electronExecutable(): string {
  return required('FUTURE_TALK_ELECTRON');
}

export type Keychain = 'gnome-libsecret' | 'basic';

/**
 * Flags that the machine asks for, not the app: Chromium refuses its sandbox to Linux's root, and
 * outside the desktops it knows it would look for no keychain. `basic` is to have none.
 */
export function electronFlags(keychain: Keychain = 'gnome-libsecret'): string[] {
  if (process.platform !== 'linux') return [];
  const flags = [`--password-store=${keychain}`];
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  return flags;
}

/** Every notification since the last `clearNotifications`, oldest first. */
export async function notificationHistory(): Promise<ReceivedNotification[]> {
  const records = await readFile(required('DESKTOP_SESSION_NOTIFICATIONS'), 'utf8');
  return records.split('\u001e').slice(0, -1).map(parseRecord);
}

/**
 * Clicks the oldest notification on the screen: its default action. The daemon leaves it standing,
 * so `clearNotifications` comes before the next one is clicked.
 */
export async function clickNotification(): Promise<void> {
  await run('dunstctl', ['action', '0']);
}

/** What the daemon would say of a notification with buttons that it cannot show itself. */
export async function emitNotificationSignal(
  signal: 'ActionInvoked' | 'NotificationReplied',
  id: number,
  detail: string,
): Promise<void> {
  const name = `org.freedesktop.Notifications.${signal}`;
  const place = ['--session', '--type=signal', '/org/freedesktop/Notifications', name];
  await run('dbus-send', [...place, `uint32:${String(id)}`, `string:${detail}`]);
}

/** How many notifications stand on the screen. */
export async function shownNotifications(): Promise<number> {
  const { stdout } = await run('dunstctl', ['count', 'displayed']);
  return Number(stdout);
}

/** Closes what is shown and forgets what was. */
export async function clearNotifications(): Promise<void> {
  await run('dunstctl', ['close-all']);
  await truncate(required('DESKTOP_SESSION_NOTIFICATIONS'));
}

function parseRecord(record: string): ReceivedNotification {
  const [id = '', appName = '', summary = '', body = ''] = record.split('\u001f');
  return { id: Number(id), appName, summary, body };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run this with npm run test:e2e.`);
  return value;
}
