/** What the app says of fingerprints, invite links and servers on the network. */
export const trust = {
  'trust.new.title': 'Is this the right server?',
  'trust.new.text': 'You reach it at {address} for the first time. This is its fingerprint:',
  'trust.new.how':
    'Ask the person who hosts: their Hosting page shows a fingerprint. If it is the same, you reach their computer, and nobody in between can read along.',
  'trust.new.confirm': 'It is the same: connect',
  'trust.refuse': 'Do not connect',
  'trust.changed.title': 'This is not the server you know',
  'trust.changed.text':
    '“{name}” at {address} now shows another key. The app stopped before anything was sent.',
  'trust.changed.meaning':
    'Either the server was set up anew, or another computer has taken its place and could read along. Ask the person who hosts.',
  'trust.changed.before': 'Fingerprint until now',
  'trust.changed.now': 'Fingerprint that it shows now',
  'trust.changed.refuse': 'Do not connect',
  'trust.changed.trust': 'Trust the new key…',
  'trust.changed.sure.title': 'Trust the new key?',
  'trust.changed.sure.text':
    'Only if the person who hosts has told you why it changed, and reads out this fingerprint:',
  'trust.changed.sure.confirm': 'Trust the new key',
  'trust.verify.title': 'Verify {server}',
  'trust.verify.text':
    'Compare this fingerprint with the other person’s. If both of you see the same, you talk through the same server, and nobody in between can read along.',
  'trust.verify.limits':
    'The computer that hosts can read the messages. The fingerprint says which computer that is.',
  'trust.verify.copy': 'the fingerprint',
  'link.title': 'Invite link',
  'link.current': 'This invite is for {server}, where you already are.',
  'link.unreadable': 'This invite link cannot be read. Ask for a new one.',
  'link.other':
    'It leads to another server, at {address}. You leave {server} for it; your account and messages there stay.',
  'link.stay': 'Stay here',
  'link.join': 'Go to the other server',
  'lan.title': 'On this network',
  'lan.listening': 'Looking for servers…',
  'lan.known': 'Known',
  'lan.nobody': 'No server was heard',
  'lan.noNetwork': 'This computer is on no network',
  'lan.asked': 'Asked on {places}.',
  'lan.notAsked': 'Could not ask on {places}.',
  'lan.useAddress':
    'Some networks keep such questions from getting through. The address works all the same.',
} as const;
