/** What is said of a server that moves to another computer, there and here. */
export const move = {
  'failure.hosting.moved':
    'This server has moved to another computer and does not start here any more.',
  'failure.takeOver.notALink':
    'This is not a link to take over a server. Copy it whole from the other computer.',
  'failure.takeOver.link':
    'The link is not good any more, or the other computer has ended the move. Make a new link there.',
  'failure.takeOver.unreachable':
    'The other computer cannot be reached from here. Both have to be on the same network.',
  'failure.takeOver.otherServer': 'Another server answers at the address in the link.',
  'failure.takeOver.lost':
    'The other computer could not be reached any more. It goes on with the server as before.',
  'failure.takeOver.unconfirmed':
    'The server has come, but the other computer did not confirm that it has given it up. Look there before you start it here.',
  'failure.takeOver.noRoom': 'The disk of this computer has no room for the server.',
  'failure.takeOver.serverHere': 'This computer hosts a server already.',
  'hosting.arriving': 'Taking over…',
  'hosting.moved': 'Moved to another computer',
  'move.title': 'Move to another computer',
  'move.text':
    'Messages, accounts, files and the server’s key go to another computer, and everyone follows by themselves. This computer goes on until the other one has everything.',
  'move.start': 'Make a link',
  'move.link': 'Link for the other computer',
  'move.link.text':
    'On the other computer, open Future Talk, choose “Take over a server” and paste this link. It works once, until {when}. It opens everything: send it only over something you trust.',
  'move.link.copy': 'the link',
  'move.copying': 'The other computer is fetching the server.',
  'move.still': 'The last of it. New messages wait for a moment.',
  'move.progress': 'Move to another computer',
  'move.cancel': 'Give up',
  'move.problem.expired': 'The link was not used in time.',
  'move.problem.silent': 'The other computer went silent. The server stays here.',
  'move.problem.slow': 'The other computer took too long at the end. The server stays here.',
  'move.problem.given_up': 'The other computer did not take the server over. It stays here.',
  'move.standingBy.none': 'Another computer stands by. It has no whole copy yet.',
  'move.standingBy.end': 'End it',
  'move.failed': 'How far the move has come could not be found out.',
  'move.done':
    'The server is at {address} now, and this app uses it as everybody’s does. Leave the app open for a while, so that whoever still comes here is told.',
  'takeOver.title': 'Take over a server',
  'takeOver.text': 'A server moves from another computer to this one, with everything.',
  'takeOver.how': 'On the computer that hosts now: Hosting, Move to another computer, Make a link.',
  'takeOver.link': 'Link from the other computer',
  'takeOver.link.required': 'Paste the link from the other computer.',
  'takeOver.start': 'Take over',
  'takeOver.copying': 'Copying. The other computer goes on meanwhile.',
  'takeOver.finishing': 'The last of it. New messages wait for a moment.',
  'takeOver.unconfirmed':
    'A server has come to this computer, but the other one did not confirm that it has given it up. Start it here only if it does not run there any more.',
  'takeOver.finish': 'Start it here',
} as const;
