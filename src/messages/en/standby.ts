/** What is said of a computer that keeps another one's server in reserve. */
export const standby = {
  'failure.standby.here': 'This computer keeps a standby of a server. End that first, in Settings.',
  'failure.standby.moved': 'The server is on yet another computer now. Make a new link there.',
  'failure.standby.unanswered':
    'The computer that has the server does not answer. If it is gone, or stays off, take over without it.',
  'failure.standby.noCopy': 'There is no whole copy of the server on this computer yet.',
  'failure.standby.key':
    'The copy on this computer cannot be opened any more. End the standby, and begin again with a new link.',
  'standby.title': 'Standby',
  'standby.host.text':
    'Another computer keeps a copy that follows at every moment. If this one dies, it can take over.',
  'standby.host.start': 'Make a link for a standby',
  'standby.host.link':
    'On the other computer, open Future Talk, Settings, “Keep a standby of a server”, and paste this link. It works once, until {when}. It opens everything: send it only over something you trust.',
  'standby.host.current': 'Another computer stands by and has everything.',
  'standby.host.behind':
    'Another computer stands by, but has not been heard of lately. Its copy is as of {when}.',
  'standby.host.move':
    'The computer that stands by can take the server over at once: choose “Take over” there. To move it to yet another one, end the standby first.',
  'standby.here.title': 'Keep a standby of a server',
  'standby.here.text':
    'This computer keeps a copy of a server that runs on another one, and follows it. If that computer dies, this one can take over.',
  'standby.service.switch': 'Follow as a service of this computer',
  'standby.service.text':
    'The copy follows when the app is closed, and starts with the computer. Otherwise it follows as long as the app runs, also in the background.',
  'standby.service.ask': 'Follow as a service?',
  'standby.service.confirm': 'Follow as a service',
  'standby.how': 'On the computer that hosts: Hosting, Standby, Make a link for a standby.',
  'standby.link': 'Standby link from the computer that hosts',
  'standby.begin': 'Stand by',
  'standby.copying': 'The first copy of {name} is on its way.',
  'standby.following': 'Standing by for {name}. All that was there at {when} is here.',
  'standby.outOfReach': '{name} does not answer. The copy here is as of {when}.',
  'standby.outOfReach.none': '{name} does not answer, and there is no whole copy of it here yet.',
  'standby.takingOver': '{name} comes to this computer.',
  'standby.takeOver': 'Take over',
  'standby.takeOver.title': 'Take over {name}?',
  'standby.takeOver.text':
    'The server moves to this computer with everything, and everyone follows by themselves. New messages wait for a moment.',
  'standby.takeOver.alone':
    'The computer that has the server does not answer. Take over only if it is gone or stays off: what was said there after {when} is not in this copy. When it comes back, it serves no more.',
  'standby.retry': 'Try again',
  'standby.end': 'Stand by no longer',
  'standby.end.title': 'Stand by no longer?',
  'standby.end.text': 'The copy on this computer is removed. The server stays where it is.',
} as const;
