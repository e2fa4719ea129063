/** The documented bounds, in one place; GET /server publishes those a client needs. */
export const limits = {
  usernameMinCharacters: 3,
  usernameMaxCharacters: 32,
  passwordMinCharacters: 8,
  passwordMaxCharacters: 256,
  displayNameMaxCharacters: 64,
  conversationNameMaxCharacters: 100,
  deviceNameMaxCharacters: 100,
  messageMaxCharacters: 5000,
  clientMessageIdMaxCharacters: 128,
  /** Of one call that names people to take in. */
  participantsMax: 10,
  groupMembersMax: 1_000,
  attachmentsPerMessageMax: 10,
  /** Different emoji on one message, and those of one person among them. */
  reactionEmojiMax: 50,
  reactionsOfOnePersonMax: 20,
  /** The default; a server may be told another. */
  attachmentMaxBytes: 2 * 1024 ** 3,
  attachmentNameMaxCharacters: 200,
  waveformValuesMax: 64,
  attachmentLinkLifetimeSeconds: 3_600,
  /** How long an unfinished upload, and a file that no message carries, is kept. */
  unsentAttachmentLifetimeSeconds: 86_400,
  conversationPageMax: 50,
  conversationPageDefault: 20,
  messagePageMax: 100,
  messagePageDefault: 50,
  draftMaxCharacters: 10_000,
  notePageMax: 200,
  notePageDefault: 100,
  userSearchPageMax: 50,
  userSearchPageDefault: 20,
  searchQueryMaxCharacters: 200,
  searchPageMax: 50,
  searchPageDefault: 20,
  syncPageMax: 500,
  syncPageDefault: 200,
  onlineStatusUsersMax: 500,
  requestMaxBytes: 131_072,
  socketMessageMaxBytes: 65_536,
  /** Who does not read is cut off beyond it. Half of what one may cost: the buffer doubles as it grows. */
  socketBackpressureMaxBytes: 524_288,
  socketIdleTimeoutSeconds: 56,
  heartbeatIntervalSeconds: 30,
  /** Bytes of JSON in one answer or event of the sealed channel: three full pages of sync. */
  sealedAnswerMaxBytes: 33_554_432,
  /** Of one channel, answers outstanding. */
  sealedRequestsUnderwayMax: 128,
  /** Bytes beside the JSON of one request or answer of the sealed channel. */
  sealedBytesMax: 1_048_576,
  /** Of one channel, requests with bytes outstanding. */
  sealedByteRequestsMax: 4,
  /** Messages of one direction under one key; both sides then renew it at the same place. */
  sealedRekeyAfterMessages: 65_536,
  sealedHandshakeTimeoutMs: 10_000,
  /** Handshakes that one address may leave unfinished at a time. */
  sealedHalfOpenMax: 128,
  typingExpiresAfterMs: 3_000,
  accessTokenLifetimeSeconds: 900,
  refreshTokenLifetimeSeconds: 90 * 86_400,
  refreshGraceSeconds: 30,
  inviteUsesMax: 1_000,
  /** Ten years. */
  keepDaysMax: 3_650,
  botTokenMaxCharacters: 64,
  webhooksOfOneBotMax: 20,
  webhookUrlMaxCharacters: 2_048,
  backupHoursMax: 720,
  backupsKeptMax: 365,
  pathMax: 4_096,
  moveLinkLifetimeSeconds: 3_600,
  moveLinkMaxCharacters: 2_000,
  movePieceBytes: 1_048_576,
  moveAddressesMax: 16,
  releaseFileMaxBytes: 1_073_741_824,
  releaseFilesMax: 32,
  releaseManifestMaxBytes: 32_768,
  passphraseMax: 1_024,
  inviteLifetimeMaxSeconds: 365 * 86_400,
} as const;

/** Seconds a message may live, as documented. */
export const selfDestructTimersSeconds = [5, 10, 30, 60, 300, 3_600, 86_400, 604_800] as const;
