/** What is said of newer versions of the app. */
export const updates = {
  'update.ready': 'Version {version} is ready to install.',
  'update.install': 'Install…',
  'update.downloading': 'Version {version} is being fetched from the server…',
  'update.refused':
    'The server offers a version of the app that its makers have not signed. It is not installed; tell whoever runs the server.',
  'update.how.AppImage': 'The app closes, and opens again as the new version.',
  'update.how.nsis': 'The app closes, and its installer opens.',
  'update.how.dmg': 'The disk image opens: drag the app onto Applications, in place of this one.',
  'update.how.deb':
    'The package system of this computer owns the app: its own program opens the package and asks for an administrator’s password.',
  'update.how.tar.gz': 'The archive is shown in its folder: unpack it in place of this app.',
  'update.missing':
    'The server has version {version}, but no package of it for this computer. Ask whoever runs the server.',
  'nav.settings.update': 'Settings, a newer version of the app is here',
  'releases.title': 'New versions of the app',
  'releases.text':
    'Everyone who is connected gets a version that is added here, without the internet. Its makers’ signature is checked here, and by each app again.',
  'releases.none': 'No version is handed on.',
  'releases.offered': 'Version {version} is handed on.',
  'releases.packages': { one: '{count} package, {size}', other: '{count} packages, {size}' },
  'releases.broken':
    'The version that lies here is not complete, or cannot be read. Nobody gets it.',
  'releases.add': 'Add a version…',
  'releases.adding': 'Copying and checking…',
  'releases.remove': 'Take it back',
  'releases.failed': 'What is handed on could not be found out.',
  'failure.RELEASE_REFUSED': 'The version could not be added.',
  'failure.release.none':
    'This is no version of the app. Choose its release.json; release.json.sig and the packages have to lie beside it.',
  'failure.release.unsigned':
    'The makers of this app have not signed this version, or it was changed on its way. It is not handed on.',
  'failure.release.incomplete':
    'Some of its packages are missing or have another length. Copy the whole folder again.',
  'failure.release.damaged':
    'A package is damaged, or is not the one that was signed. It is not handed on.',
  'failure.release.unreadable': 'The version is signed, but this app cannot read its description.',
  'failure.release.noRoom': 'The disk has no room for the version.',
  'failure.release.noKey':
    'This copy of the app was made without its makers’ key, so it cannot check versions.',
  'update.how.rpm':
    'The package system of this computer owns the app: its own program opens the package and asks for an administrator’s password.',
} as const;
