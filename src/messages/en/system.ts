/** What the app says about its place on the computer. */
export const system = {
  'connection.hostLeft':
    'The host has left. What you write waits here and is sent when it is back.',
  'service.title': 'Without the app',
  'service.switch': 'Host as a service of this computer',
  'service.text': 'The server runs when the app is closed, and starts with the computer.',
  'service.no-systemd': 'This computer has no systemd for its users, which this needs.',
  'service.appimage':
    'An AppImage cannot: its files are there only while it runs. Install the app as a package instead.',
  'service.portable':
    'A portable program cannot: its files are there only while it runs. Use the installer instead.',
  'service.linger': 'It ends when you log out. For it to go on, type this once in a terminal:',
  'service.untilLogout': 'It ends when you log out, and starts when you sign in.',
  'service.command': 'the command',
  'service.ask.title': 'Host as a service?',
  'service.ask.text':
    'A service cannot ask your keychain. The key of the conversations is then kept in a file that only your account can read: whoever can read your files can read the conversations. Turning this off erases the file.',
  'service.ask.confirm': 'Host as a service',
  'system.notifications': 'Notifications',
  'system.content': 'What a notification shows',
  'system.content.everything': 'Name and message',
  'system.content.sender': 'Name only',
  'system.content.nothing': 'Neither name nor message',
  'system.quiet': 'Do not disturb',
  'system.quiet.text':
    'Nothing notifies, mentions neither. What is unread is counted all the same.',
  'system.quiet.off': 'Off',
  'system.quiet.hour': 'For 1 hour',
  'system.quiet.fourHours': 'For 4 hours',
  'system.quiet.day': 'For 1 day',
  'system.quiet.ended': 'Until I turn it off',
  'system.quiet.until': 'Until {time}',
  'system.quiet.desktop':
    'When your desktop is set not to disturb, it holds notifications back too.',
  'system.title': 'This computer',
  'system.stays': 'Keep running when the window is closed',
  'system.stays.tray': 'The app stays in the tray, and goes on getting messages.',
  'system.stays.noTray': 'There is no tray here: start the app again to see its window.',
  'system.login': 'Start at login',
  'system.login.text': 'Without a window, when you sign in to this computer.',
  'system.spelling': 'Check spelling in',
  'system.spelling.text': 'With dictionaries that come with the app; nothing is sent anywhere.',
  'system.spelling.en-US': 'English',
  'system.spelling.de': 'German',
  'system.spelling.es': 'Spanish',
  'system.spelling.ru': 'Russian',
  'system.quiet.morning': 'Until tomorrow morning',
} as const;
