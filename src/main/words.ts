/** What main says outside the window. */
export const words = {
  appName: 'Future Talk',
  quit: 'Quit Future Talk',
  trayOpen: 'Open Future Talk',
  trayOnline: 'Connected to {server}',
  trayOffline: 'No connection to {server}',
  traySignedOut: 'Not signed in',
  trayHosting: 'Hosting “{name}”',
  trayHostingTrouble: '“{name}” is not running at the moment',
  trayUnread: '{count} unread messages',
  trayUnreadOne: '1 unread message',
  trayQuiet: 'Do not disturb',
  quiet: 'Do not disturb',
  quietOff: 'Off',
  quietUntil: 'Until {time}',
  quietHour: 'For 1 hour',
  quietMorning: 'Until tomorrow morning',
  quietEnded: 'Until I turn it off',
  quitTitle: 'Stop hosting and quit?',
  quitText:
    '“{name}” is hosted on this computer. Everyone is told and disconnected; what they write waits until you host again.',
  quitConfirm: 'Quit',
  quitHide: 'Keep hosting without a window',
  quitCancel: 'Cancel',
  staysTitle: 'Future Talk is still running',
  staysText: 'You go on getting messages. Quit from the tray, or change this in the settings.',
  staysTextWithoutTray: 'Your server goes on. Start Future Talk again to see the window.',
  addToDictionary: 'Add to dictionary',
  noSuggestions: 'No suggestions',
  open: 'Open',
  reply: 'Reply',
  replyPlaceholder: 'Write a reply…',
  markRead: 'Mark as read',
  newMessage: 'New message',
  newMessages: '{count} new messages',
  newRequest: 'New friend request',
} as const;

/** A text with its places filled in. */
export function fill(text: string, parameters: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? ''));
}
