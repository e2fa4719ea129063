/** What the app says when something does not work; `failure.` and a code is that code's sentence. */
export const errors = {
  'error.unexpected': 'Something went wrong in the app. Try again.',
  'error.rateLimited': {
    one: 'Too many tries. Wait {count} second and try again.',
    other: 'Too many tries. Wait {count} seconds and try again.',
  },
  'error.field': 'This is not valid: {field}',

  'failure.MALFORMED_REQUEST': 'The server could not read what the app sent.',
  'failure.MALFORMED_JSON': 'The server could not read what the app sent.',
  'failure.INVALID_PARTICIPANT_COUNT': 'That is not the right number of people for a conversation.',
  'failure.UNAUTHORIZED': 'Sign in to do this.',
  'failure.TOKEN_INVALID': 'Your session is no longer valid. Sign in again.',
  'failure.CREDENTIALS_INVALID': 'Wrong username or password.',
  'failure.REFRESH_TOKEN_INVALID': 'Your session has ended. Sign in again.',
  'failure.NOT_FRIENDS': 'You can only start conversations with your friends.',
  'failure.NOT_FRIENDS_SEND': 'You can only message people who are your friends.',
  'failure.FORBIDDEN': 'You may not do this.',
  'failure.SCOPE_MISSING': 'This bot may not do this.',
  'failure.PASSWORD_WRONG': 'The current password is wrong.',
  'failure.REGISTRATION_CLOSED': 'This server does not take new accounts.',
  'failure.INVITE_REQUIRED': 'An invite code is needed to join this server.',
  'failure.INVITE_INVALID': 'The invite code is unknown, used up or has expired.',
  'failure.ACCOUNT_DISABLED': 'This account has been disabled by an administrator.',
  'failure.ORIGIN_NOT_ALLOWED': 'This server does not allow that.',
  'failure.NOT_FOUND': 'That is not there, or no longer.',
  'failure.USER_NOT_FOUND': 'This person was not found.',
  'failure.FRIEND_REQUEST_NOT_FOUND': 'This friend request is no longer there.',
  'failure.CONVERSATION_NOT_FOUND': 'This conversation is no longer there.',
  'failure.MESSAGE_NOT_FOUND': 'This message is no longer there.',
  'failure.ATTACHMENT_NOT_FOUND': 'This file is no longer there.',
  'failure.SESSION_NOT_FOUND': 'This session is no longer there.',
  'failure.INVITE_NOT_FOUND': 'This invite is no longer there.',
  'failure.BOT_NOT_FOUND': 'This bot is no longer there.',
  'failure.WEBHOOK_NOT_FOUND': 'This webhook is no longer there.',
  'failure.METHOD_NOT_ALLOWED': 'This server cannot do that.',
  'failure.USERNAME_TAKEN': 'That username is taken.',
  'failure.ALREADY_FRIENDS': 'You are friends already.',
  'failure.MESSAGE_GONE': 'The message has been deleted or has destroyed itself.',
  'failure.RETENTION_UNCONFIRMED': 'Messages would be removed by this. Confirm it first.',
  'failure.TOO_MANY_REACTIONS': 'This message has as many reactions as it can hold.',
  'failure.TOO_MANY_WEBHOOKS': 'This bot has as many webhooks as it can have.',
  'failure.UPLOAD_OFFSET_MISMATCH': 'The upload could not go on. Try again.',
  'failure.UPLOAD_GONE': 'The upload has been given up. Send the file again.',
  'failure.TUS_VERSION': 'This server takes files in another way. Both need the same version.',
  'failure.PAYLOAD_TOO_LARGE': 'That is too large for this server.',
  'failure.ATTACHMENT_TOO_LARGE': 'The file is too large for this server.',
  'failure.QUOTA_EXCEEDED': 'The space for files on this server is used up.',
  'failure.UNSUPPORTED_MEDIA_TYPE': 'The server could not read what the app sent.',
  'failure.RANGE_NOT_SATISFIABLE': 'The file does not have the part that was asked for.',
  'failure.HOST_NOT_ALLOWED': 'This server is not known by that name.',
  'failure.PLAIN_API_REFUSED': 'This server takes sealed connections only.',
  'failure.VALIDATION_ERROR': 'What was entered is not valid.',
  'failure.ATTACHMENT_REFUSED': 'This server does not take the file as it is.',
  'failure.RATE_LIMITED': 'Too many tries. Wait a moment and try again.',
  'failure.INTERNAL_ERROR': 'Something went wrong on the server. Try again.',
  'failure.SERVER_CLOSING': 'The server is shutting down.',
  'failure.STORAGE_FULL': 'The server has no room for the file.',
  'failure.DATABASE_DAMAGED':
    'Part of what the server has stored is damaged. Whoever runs it has to restore a backup.',
  'failure.NOT_READY': 'The server cannot write to its disk at the moment.',

  'failure.UNREACHABLE': 'The server cannot be reached.',
  'failure.NOT_A_SERVER': 'What answers there is not a Future Talk server.',
  'failure.SERVER_KEY_CHANGED': 'The server shows another key than the one it is known by.',
  'failure.HOSTING_FAILED': 'The server could not be started on this computer.',
  'failure.DATABASE_KEY_LOST': 'The key of the conversations hosted here does not open them.',
  'failure.RECOVERY_KEY_WRONG': 'That is not the recovery key of this data.',
  'failure.RESTORE_FAILED': 'The backup could not be restored.',
  'failure.PASSPHRASE_WRONG': 'That is not the passphrase.',
  'failure.CALL_INVALID': 'What was entered is not valid.',
  'failure.FILE_UNREADABLE': 'The file is no longer there, or may not be read.',
  'failure.FILE_TOO_LARGE': 'The file is too large for this server.',
  'failure.UPLOAD_CANCELLED': 'The upload was cancelled.',
  'failure.NO_SESSION': 'Sign in first.',

  'failure.address': '“{typed}” is not an address. Try something like 192.168.1.5:8000.',
  'failure.unreachable.refused': 'The server cannot be reached: nothing listens there.',
  'failure.unreachable.timeout': 'The server cannot be reached: no answer came in time.',
  'failure.unreachable.unknownName':
    'The server cannot be reached: no computer is known by that name.',
  'failure.unreachable.network': 'The server cannot be reached from this network.',
  'failure.unreachable.other': 'The server cannot be reached: the connection failed.',
  'failure.otherServer':
    'The server at {address} is not the one that was meant: it shows another key. Nothing was sent to it. Ask the host for a new invite link, or compare fingerprints.',
  'failure.keyUnreadable':
    'This computer cannot open the key of the conversations hosted here. If it has a keychain, unlock it and try again.',
  'failure.keyMissing':
    'The key of the conversations hosted here is missing, so they cannot be opened.',
  'failure.keyDoesNotFit':
    'The key that this computer keeps does not open the conversations hosted here. It was changed, or they came from another computer.',
  'failure.keychain':
    'The keychain of this computer cannot be used, so the key of the conversations would have no safe place. Unlock it and try again.',
  'failure.recoveryKey.length': 'A recovery key has {expected} letters and digits, not {typed}.',
  'failure.inviteLink.link':
    'This is not an invite link: one begins with futuretalk://join and is copied whole.',
  'failure.inviteLink.host':
    'This invite link cannot be used: the address is missing or is none. Ask for a new one.',
  'failure.inviteLink.port':
    'This invite link cannot be used: the port is missing or is none. Ask for a new one.',
  'failure.inviteLink.code':
    'This invite link cannot be used: the invite code is none. Ask for a new one.',
  'failure.inviteLink.key':
    'This invite link cannot be used: the server’s key is missing or damaged. Ask for a new one.',
  'failure.inviteLink.excess':
    'This invite link cannot be used: it holds more than an invite does. Ask for a new one.',
  'failure.recoveryKey.typing':
    'The recovery key has a typing error. Compare it with what you kept.',
  'failure.restore.noBackup': 'This file is not a backup of Future Talk.',
  'failure.restore.newer':
    'A newer version of Future Talk made this backup. Update the app to restore it.',
  'failure.restore.noPassphrase':
    'No passphrase opens this backup: it was made without one. Use the recovery key.',
  'failure.restore.noRecoveryKey':
    'No recovery key opens this backup: there was none when it was made. Use the passphrase.',
  'failure.restore.passphrase': 'This passphrase does not open the backup.',
  'failure.restore.recoveryKey':
    'This recovery key does not open the backup. An older backup wants the key of its time.',
  'failure.restore.damaged': 'The backup is damaged or was cut short. Try another one.',
  'failure.restore.noRoom': 'The disk has no room for what the backup holds.',
  'failure.restore.unreadable': 'The file cannot be read.',
  'failure.restore.occupied':
    'This computer already holds the data of a server, in {folder}. Nothing was changed.',
  'failure.hosting.portInUse': 'Another program on this computer uses the port.',
  'failure.hosting.folderInUse': 'Another server is using the data folder.',
  'failure.hosting.newerData': 'The conversations are from a newer version of Future Talk.',
  'failure.hosting.cannotWrite': 'The data folder cannot be written. Perhaps the disk is full.',
  'failure.hosting.ended': 'The server ended unexpectedly. Its log says more.',
  'failure.hosting.nothing': 'Nothing is hosted on this computer.',
  'failure.hosting.start': 'Start the app with “npm start” to host a server.',
  'failure.fileChanged': 'The file has changed since it was chosen.',
  'failure.noProgram': 'No program on this computer opens this file. Save it instead.',

  'signedOut.elsewhere': 'You were signed out from another device.',
  'signedOut.passwordChanged': 'Your password was changed on another device; sign in again.',
  'signedOut.keyUsedTwice': 'The session was ended because its key was used twice; sign in again.',
} as const;
