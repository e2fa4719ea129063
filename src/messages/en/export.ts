/** What is said of exporting one's own conversations. */
export const exporting = {
  'export.title': 'Your conversations',
  'export.text':
    'Everything that you can read here, as pages for any browser, as JSON, and with the files. Messages with a timer are left out. The export is not encrypted.',
  'export.start': 'Export…',
  'export.done': 'Exported to:',
  'export.edited': 'edited',
  'export.deleted': 'This message was deleted.',
} as const;
