/** What the app says of how long messages are kept. */
export const retention = {
  'retention.title': 'How long messages are kept',
  'retention.text':
    'Older messages and their files are removed for good, from this computer and from everybody’s app. A conversation can have a rule of its own: it is in the conversation’s menu.',
  'retention.everywhere': 'Messages are kept',
  'retention.in': 'In “{name}”',
  'retention.others': 'a conversation without you',
  'retention.forever': 'For ever',
  'retention.asServer': 'As everywhere ({rule})',
  'retention.failed': 'The rules could not be loaded.',
  'retention.confirm.title': {
    one: 'Remove {count} message?',
    other: 'Remove {count} messages?',
  },
  'retention.confirm.text':
    'What is older than the new rule allows goes for everybody, with its files, and cannot be brought back.',
  'retention.confirm': 'Remove',
  'retention.menu': 'How long messages are kept…',
  'retention.dialog.title': 'How long messages are kept',
  'retention.dialog.text': 'In this conversation, for everybody. Its members can see it.',
  'retention.dialog.label': 'Messages are kept',
  'retention.here': 'Messages are kept here for {duration}, then they are removed for everybody.',
} as const;
