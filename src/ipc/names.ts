import type { BridgeEventName, CallName } from './index.ts';

/**
 * The names alone, for the preload script: it stays small and loads no schemas. The types make a
 * missing or unknown name an error.
 */
const callNameTable: Record<CallName, true> = {
  getAppState: true,
  copyText: true,
  setOpenConversation: true,
  reconnectNow: true,
  getHostingState: true,
  startHosting: true,
  stopHosting: true,
  setAudience: true,
  checkAddresses: true,
  createInvite: true,
  listInvites: true,
  revokeInvite: true,
  joinServer: true,
  refuseServerKey: true,
  dismissLink: true,
  leaveServer: true,
  signUp: true,
  signIn: true,
  signOut: true,
  updateAccount: true,
  changePassword: true,
  listSessions: true,
  endSession: true,
  getKeysState: true,
  choosePassphrase: true,
  unlock: true,
  forgetPassphrase: true,
  makeRecoveryKey: true,
  saveRecoveryKey: true,
  confirmRecoveryKey: true,
  replaceRecoveryKey: true,
  checkRecoveryKey: true,
  recoverHosting: true,
  watchLan: true,
  stopWatchingLan: true,
  checkLink: true,
  openLink: true,
  getEmojiChoices: true,
  setEmojiChoices: true,
  searchUsers: true,
  listFriends: true,
  listFriendRequests: true,
  askFriend: true,
  acceptFriendRequest: true,
  declineFriendRequest: true,
  withdrawFriendRequest: true,
  removeFriend: true,
  blockUser: true,
  unblockUser: true,
  getOnlineStatus: true,
  listConversations: true,
  getConversation: true,
  createConversation: true,
  updateConversation: true,
  addParticipants: true,
  removeParticipant: true,
  setParticipantRole: true,
  leaveConversation: true,
  listNotes: true,
  listDrafts: true,
  saveDraft: true,
  listMessages: true,
  sendMessage: true,
  editMessage: true,
  deleteMessage: true,
  addReaction: true,
  removeReaction: true,
  retryMessage: true,
  discardMessage: true,
  listOutgoing: true,
  markRead: true,
  setTyping: true,
  searchMessages: true,
  addFile: true,
  addPastedFile: true,
  removeChosenFile: true,
  pauseUpload: true,
  resumeUpload: true,
  openAttachment: true,
  saveAttachment: true,
  cancelDownload: true,
  setOwnPicture: true,
  setGroupPicture: true,
};

const eventNameTable: Record<BridgeEventName, true> = {
  appStateChanged: true,
  openConversation: true,
  windowFocusChanged: true,
  hostingChanged: true,
  keysChanged: true,
  lanChanged: true,
  outgoingChanged: true,
  outgoingSettled: true,
  messagesExpired: true,
  downloadChanged: true,
  serverEvent: true,
  resynchronised: true,
};

/** What the page may not call: the preload script does, with what it has found out itself. */
const notThePages: ReadonlySet<string> = new Set<CallName>(['addFile']);

/** What the page may call. */
export const callNames: ReadonlySet<string> = new Set(
  Object.keys(callNameTable).filter((name) => !notThePages.has(name)),
);
export const eventNames: ReadonlySet<string> = new Set(Object.keys(eventNameTable));

/** The IPC channel on which every call travels, and the one for events. */
export const callChannel = 'future-talk:call';
export const eventChannel = 'future-talk:event';
