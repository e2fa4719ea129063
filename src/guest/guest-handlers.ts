import type { CallName } from '#ipc/index.ts';
import type { KeysState } from '#ipc/keys.ts';
import { isRisky } from '../main/attachments/file-kind.ts';
import type { OutgoingFiles } from '../main/attachments/outgoing-files.ts';
import { createAccountHandlers } from '../main/ipc/account.ipc.ts';
import { createAppHandlers } from '../main/ipc/app.ipc.ts';
import { createConversationHandlers } from '../main/ipc/conversations.ipc.ts';
import { createDraftHandlers } from '../main/ipc/drafts.ipc.ts';
import { createEmojiHandlers } from '../main/ipc/emoji.ipc.ts';
import type { Handlers } from '../main/ipc/handlers.ts';
import { createLanguageHandlers } from '../main/ipc/language.ipc.ts';
import { createLinkHandlers } from '../main/ipc/links.ipc.ts';
import { createMessageHandlers } from '../main/ipc/messages.ipc.ts';
import { createPeopleHandlers } from '../main/ipc/people.ipc.ts';
import { createPictureHandlers } from '../main/ipc/pictures.ipc.ts';
import { createPlaceHandlers } from '../main/ipc/place.ipc.ts';
import { createRetentionHandlers } from '../main/ipc/retention.ipc.ts';
import { createSearchHandlers } from '../main/ipc/search.ipc.ts';
import { createTrustHandlers } from '../main/ipc/trust.ipc.ts';
import type { AppLanguage } from '../main/language/app-language.ts';
import { LinkOpener } from '../main/links/link-opener.ts';
import { LocalError } from '../main/local-error.ts';
import type { AppController } from '../main/session/app-controller.ts';
import type { DraftSaves } from '../main/session/draft-saves.ts';
import type { ReadMarks } from '../main/session/read-marks.ts';
import { copyText } from './copy-text.ts';
import type { GuestDownloads } from './guest-downloads.ts';
import type { GuestFiles } from './guest-files.ts';
import type { GuestSettings } from './guest-settings.ts';

/** What only the app can do: the page shows nothing that would call it. */
const onlyInTheApp = [
  'startHosting',
  'stopHosting',
  'setAudience',
  'setGuests',
  'getMove',
  'offerMove',
  'withdrawMove',
  'takeOver',
  'isTakeOverUnconfirmed',
  'beginStandby',
  'retryStandby',
  'setStandbyService',
  'endStandby',
  'takeOverFromStandby',
  'getHostingService',
  'setHostingService',
  'checkAddresses',
  'createInvite',
  'listInvites',
  'revokeInvite',
  'getBackups',
  'setBackups',
  'chooseBackupFolder',
  'startBackup',
  'getCondition',
  'chooseBackup',
  'restoreBackup',
  'exportConversations',
  'choosePassphrase',
  'unlock',
  'forgetPassphrase',
  'makeRecoveryKey',
  'saveRecoveryKey',
  'confirmRecoveryKey',
  'replaceRecoveryKey',
  'checkRecoveryKey',
  'recoverHosting',
  'watchLan',
  'stopWatchingLan',
  'addFile',
  'getSystemState',
  'changeSystem',
  'installUpdate',
  'getHostedRelease',
  'addHostedRelease',
  'removeHostedRelease',
] as const satisfies readonly CallName[];
type OnlyInTheApp = (typeof onlyInTheApp)[number];

export interface GuestParts {
  appController: AppController;
  /** Resolves once the page has found its server. */
  joined: Promise<void>;
  settings: GuestSettings;
  language: AppLanguage;
  readMarks: ReadMarks;
  draftSaves: DraftSaves;
  files: GuestFiles;
  outgoing: OutgoingFiles;
  downloads: GuestDownloads;
}

/** Every call's handler; one that is missing here and not named above is a type error. */
export function createGuestHandlers(parts: GuestParts): Handlers {
  return { ...absentHandlers(), ...sharedHandlers(parts), ...ownHandlers(parts) };
}

/** Main's own: what they do is the same in a page. */
function sharedHandlers(parts: GuestParts) {
  const { appController, readMarks, draftSaves, settings, language, outgoing } = parts;
  return {
    ...createAppHandlers({
      appController,
      unlocked: parts.joined,
      // A page notifies nobody.
      notifications: { setOpenConversation: () => undefined },
      writeToClipboard: copyText,
    }),
    ...createAccountHandlers(appController),
    ...createTrustHandlers(appController),
    ...createPeopleHandlers(appController),
    ...createConversationHandlers({ appController, onConversations: () => undefined }),
    ...createDraftHandlers({ appController, draftSaves }),
    ...createPlaceHandlers(appController),
    ...createRetentionHandlers(appController),
    ...createSearchHandlers(appController),
    ...createMessageHandlers({ appController, readMarks, outgoingFiles: outgoing }),
    ...createPictureHandlers(appController),
    ...createLanguageHandlers(language),
    ...createEmojiHandlers(settings),
    ...createLinkHandlers(
      new LinkOpener({
        settings,
        openExternal: async (address) => {
          window.open(address, '_blank', 'noopener,noreferrer');
        },
        // A page cannot read punycode, and so is not fooled by what it would spell.
        toUnicode: (host) => host,
      }),
    ),
  };
}

const openKeys: KeysState = { lock: 'open', keychainIsGone: false, recoveryKeyKept: true };

type Own = Exclude<CallName, OnlyInTheApp | keyof ReturnType<typeof sharedHandlers>>;

/** What a page answers in its own way. */
function ownHandlers({
  appController,
  settings,
  files,
  outgoing,
  downloads,
}: GuestParts): Handlers<Own> {
  const client = () => appController.signedInClient;
  return {
    getHostingState: () => ({ status: 'stopped' }),
    getStandby: () => ({ status: 'none' }),
    getKeysState: () => openKeys,
    getUpdateState: () => ({ status: 'none' }),
    getAppearance: () => settings.current.appearance,
    setAppearance: (appearance) => settings.change({ appearance }),
    addPastedFile: ({ name, bytes }) => files.add(name, new Blob([new Uint8Array(bytes)])),
    removeChosenFile: ({ id }) => files.remove(id),
    pauseUpload: ({ client_message_id }) => outgoing.pause(client_message_id),
    resumeUpload: ({ client_message_id }) => outgoing.resume(client_message_id),
    // Opened in a tab it would be a page of this address: it is saved instead.
    openAttachment: async ({ attachment_id, is_confirmed }) => {
      const { file_name } = await client().attachments.info(attachment_id);
      if (isRisky(file_name) && !is_confirmed) return { outcome: 'risky' };
      const isSaved = await downloads.save(client(), attachment_id);
      return { outcome: isSaved ? 'opened' : 'cancelled' };
    },
    saveAttachment: async ({ attachment_id }) => ({
      saved: await downloads.save(client(), attachment_id),
    }),
    cancelDownload: ({ attachment_id }) => {
      downloads.cancel(attachment_id);
    },
  };
}

function absentHandlers(): Handlers<OnlyInTheApp> {
  const refuse = () => {
    throw new LocalError('CALL_INVALID', 'Only the app can do that');
  };
  return Object.fromEntries(
    onlyInTheApp.map((name) => [name, refuse]),
  ) as unknown as Handlers<OnlyInTheApp>;
}
