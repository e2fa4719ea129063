/** What the Hosting page says of how the server is doing. */
export const condition = {
  'condition.title': 'How it is doing',
  'condition.well': 'All is well.',
  'condition.failed': 'It could not be asked how the server is doing.',
  'condition.online': 'People online',
  'condition.requests': 'Requests',
  'condition.requests.number': '{number} a second',
  'condition.processor': 'Processor',
  'condition.processor.share': '{share} of one core',
  'condition.memory': 'Memory',
  'condition.disk': 'Free on the disk',
  'condition.disk.room': '{free} of {total}',
  'condition.database': 'Messages',
  'condition.files': 'Files',
  'condition.backup': 'Last backup',
  'condition.backup.none': 'None yet',
  'condition.problem.database_damaged':
    'Part of the database is damaged. What is damaged is not shown to anybody. Restore a backup; until then, do not delete any.',
  'condition.problem.disk_nearly_full':
    'The disk is nearly full. Soon no more files can be sent, and then no messages. Make room on it.',
  'condition.problem.backup_failed': 'The last try to make a backup failed. Below it says why.',
  'condition.problem.backup_overdue':
    'A backup is overdue. The next one is made by itself while the server runs; you can also make one now, below.',
  'condition.problem.clock_set_back':
    'This computer’s clock is behind: the newest messages are dated in the future. Set the clock right.',
  'condition.problem.webhook_given_up':
    'An outgoing webhook is no longer taken, and nothing more is sent there. Whoever runs that bot should look at it.',
  'condition.problem.index_behind':
    'Search is being prepared and does not find everything yet. This ends by itself.',
} as const;
