/** What is said of newer versions of the app. */
export const updates = {
  'update.ready': 'Version {version} is ready to install.',
  'update.install': 'Install…',
  'update.downloading': 'Version {version} is being fetched from the server…',
  'update.refused':
    'The server offers a version of the app that its makers have not signed. It is not installed; tell whoever runs the server.',
} as const;
