/** What the page in a browser says of itself, to guests. */
export const guest = {
  'guest.notice':
    'You are using Future Talk in a browser. Messages are encrypted between this page and the server.',
  'guest.plain':
    'But the page itself came over plain HTTP. Whoever can change traffic on this network can change the page: what it shows, the fingerprint too, and what it does with your password and messages.',
  'guest.plain.what':
    'Compare the fingerprint below with the one the host sees. On a network that you do not trust, use the app: it checks the server’s key by itself.',
  'guest.forgets':
    'Nothing is kept in this browser. Whoever reloads or closes the page signs in again, and what was not sent yet is lost.',
  'guest.left.title': 'You have left this server',
  'guest.left.text': 'Nothing more is sent. Close this page, or reload it to begin again.',
  'guest.moved':
    'The server has moved to another computer. This page cannot follow it: open the new one and sign in there.',
  'guest.moved.unknown':
    'The server has moved to another computer. Ask whoever hosts it for the new address.',
} as const;
