import { domainToUnicode } from 'node:url';
import { clipboard, shell } from 'electron';
import { askWhereToSave } from '../attachments/ask-where-to-save.ts';
import type { MainAttachments } from '../attachments/create-attachments.ts';
import type { HostingController } from '../hosting/hosting-controller.ts';
import { serverService } from '../hosting/service/service-files.ts';
import { serviceManager } from '../hosting/service/service-manager.ts';
import type { StandbyController } from '../hosting/standby-controller.ts';
import type { Keys } from '../keys/create-keys.ts';
import { saveRecoveryKey } from '../keys/save-recovery-key.ts';
import type { LanWatch } from '../lan/lan-watch.ts';
import type { AppLanguage } from '../language/app-language.ts';
import { LinkOpener } from '../links/link-opener.ts';
import type { Notifications } from '../notifications/create-notifications.ts';
import type { AppController } from '../session/app-controller.ts';
import type { DraftSaves } from '../session/draft-saves.ts';
import type { ReadMarks } from '../session/read-marks.ts';
import type { SettingsFile } from '../settings-file.ts';
import type { SystemController } from '../system/system-controller.ts';
import type { HostedReleases } from '../updates/hosted-releases.ts';
import type { UpdateController } from '../updates/update-controller.ts';
import { createAccountHandlers } from './account.ipc.ts';
import { createAppHandlers } from './app.ipc.ts';
import { createAppearanceHandlers } from './appearance.ipc.ts';
import { createAttachmentHandlers } from './attachments.ipc.ts';
import { createBackupHandlers } from './backups.ipc.ts';
import { createConditionHandlers } from './condition.ipc.ts';
import { createConversationHandlers } from './conversations.ipc.ts';
import { createDraftHandlers } from './drafts.ipc.ts';
import { createEmojiHandlers } from './emoji.ipc.ts';
import { createExportHandlers } from './export.ipc.ts';
import type { Handlers } from './handlers.ts';
import { createHostingHandlers } from './hosting.ipc.ts';
import { createKeysHandlers } from './keys.ipc.ts';
import { createLanHandlers } from './lan.ipc.ts';
import { createLanguageHandlers } from './language.ipc.ts';
import { createLinkHandlers } from './links.ipc.ts';
import { createMessageHandlers } from './messages.ipc.ts';
import { createMoveHandlers } from './move.ipc.ts';
import { createPeopleHandlers } from './people.ipc.ts';
import { createPictureHandlers } from './pictures.ipc.ts';
import { createPlaceHandlers } from './place.ipc.ts';
import { createRestoreHandlers } from './restore.ipc.ts';
import { createRetentionHandlers } from './retention.ipc.ts';
import { createSearchHandlers } from './search.ipc.ts';
import { createStandbyHandlers } from './standby.ipc.ts';
import { createSystemHandlers } from './system.ipc.ts';
import { createTrustHandlers } from './trust.ipc.ts';
import { createUpdateHandlers } from './updates.ipc.ts';

export interface HandlerDependencies {
  appController: AppController;
  hosting: HostingController;
  standby: StandbyController;
  keys: Keys;
  lan: LanWatch;
  language: AppLanguage;
  notifications: Notifications;
  readMarks: ReadMarks;
  draftSaves: DraftSaves;
  settings: SettingsFile;
  attachments: MainAttachments;
  system: SystemController;
  updates: UpdateController;
  hostedReleases: HostedReleases;
  lookForUpdate: () => void;
}

/** Every call's handler; a missing one is a type error. */
export function createHandlers(dependencies: HandlerDependencies): Handlers {
  const { appController, hosting, standby, keys, lan, notifications, readMarks } = dependencies;
  const { draftSaves, settings, attachments, system } = dependencies;
  const services = serviceManager(serverService, process.env);
  return {
    ...createAppHandlers({
      appController,
      unlocked: keys.lock.opened,
      notifications: notifications.center,
      writeToClipboard: async (text) => {
        await clipboard.writeText(text);
      },
    }),
    ...createHostingHandlers({ hosting, standby, appController, services }),
    ...createMoveHandlers({ hosting, keys, appController }),
    ...createStandbyHandlers({ standby, hosting, keys, appController }),
    ...createKeysHandlers({ keys, hosting, appController, saveToFile: saveRecoveryKey }),
    ...createLanHandlers(lan),
    ...createLanguageHandlers(dependencies.language),
    ...createEmojiHandlers(settings),
    ...createLinkHandlers(linkOpener(settings)),
    ...createBackupHandlers(appController),
    ...createRestoreHandlers({ keys, hosting, standby, appController }),
    ...createConditionHandlers(appController),
    ...createRetentionHandlers(appController),
    ...createExportHandlers(dependencies),
    ...createAccountHandlers(appController),
    ...createTrustHandlers(appController),
    ...createPeopleHandlers(appController),
    ...createConversationHandlers({
      appController,
      onConversations: (seen) => {
        for (const conversation of seen) notifications.directory.remember(conversation);
        notifications.center.conversationsChanged();
      },
    }),
    ...createDraftHandlers({ appController, draftSaves }),
    ...createPlaceHandlers(appController),
    ...createSearchHandlers(appController),
    ...createSystemHandlers(system),
    ...createAppearanceHandlers(settings),
    ...createUpdateHandlers(dependencies),
    ...createMessageHandlers({ appController, readMarks, outgoingFiles: attachments.outgoing }),
    ...createPictureHandlers(appController),
    ...createAttachmentHandlers({ appController, attachments, askWhereToSave }),
  };
}

function linkOpener(settings: SettingsFile): LinkOpener {
  const openExternal = (address: string) => shell.openExternal(address);
  return new LinkOpener({ settings, openExternal, toUnicode: domainToUnicode });
}
