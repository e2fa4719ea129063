/** What the app says of the connection, and while there is none. */
export const offline = {
  'connection.online': 'Online',
  'connection.connecting': 'Connecting…',
  'connection.offline': 'Offline',
  'connection.offline.text': 'You are offline. Messages wait until you are back.',
  'connection.waiting': {
    one: 'Connection lost. Trying again in {count} second.',
    other: 'Connection lost. Trying again in {count} seconds.',
  },
  'connection.lost': 'Connection lost',
  'connection.tryNow': 'Try now',
  'message.state.waiting': 'Waiting for the server',
  'message.waiting.drop': 'Do not send',
  'offline.title': 'No connection',
  'offline.later': 'This comes once the server is back.',
  'offline.unsentLost':
    'What was kept on this computer could not be opened. Messages that were waiting to be sent are lost.',
} as const;
