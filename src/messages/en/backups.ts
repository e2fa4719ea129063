/** What the Hosting page says of backups. */
export const backups = {
  'backups.title': 'Backups',
  'backups.text':
    'One encrypted file with everything: messages, accounts, files, the server’s key. The recovery key opens it, on any computer.',
  'backups.switch': 'Back up automatically',
  'backups.switch.text': 'The oldest ones are removed as new ones are made.',
  'backups.often': 'How often',
  'backups.often.6': 'Every 6 hours',
  'backups.often.24': 'Every day',
  'backups.often.168': 'Every week',
  'backups.keep': 'Keep',
  'backups.keep.number': 'The last {number}',
  'backups.folder': 'Kept in',
  'backups.choose': 'Choose a folder…',
  'backups.passphrase.set': 'It opens new backups, on any computer, as the recovery key does.',
  'backups.passphrase.none': 'None: only the recovery key opens the backups.',
  'backups.passphrase.choose': 'Choose one…',
  'backups.passphrase.change': 'Change…',
  'backups.passphrase.remove': 'Remove',
  'backups.passphrase.title': 'Passphrase for backups',
  'backups.passphrase.text':
    'It opens every backup that is made from now on. Older ones keep theirs.',
  'backups.passphrase.remove.title': 'Make backups without a passphrase?',
  'backups.passphrase.remove.text': 'Then only the recovery key opens new ones.',
  'backups.last': 'Last backup: {when}, {size}',
  'backups.none': 'No backup has been made yet.',
  'backups.next': 'Next: {when}',
  'backups.running': 'A backup is being made…',
  'backups.now': 'Back up now',
  'backups.failed': 'The backups could not be loaded.',
  'backups.problem.no_secret':
    'No backup was made, because nobody could open it: there is no recovery key. Make one below.',
  'backups.problem.no_room': 'No backup was made: the disk has no room for it.',
  'backups.problem.not_writable':
    'No backup was made: the folder is not there or cannot be written. Choose another one, or plug the drive in.',
  'backups.problem.failed': 'The last try to make a backup failed. It is tried again in an hour.',
} as const;
