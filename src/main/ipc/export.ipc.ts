import { app, dialog } from 'electron';
import type { exportCalls } from '#ipc/export.ts';
import { languages } from '#messages/languages.ts';
import { exportConversations } from '../export/export-conversations.ts';
import type { AppLanguage } from '../language/app-language.ts';
import { locale, t } from '../language/texts.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  appController: AppController;
  language: AppLanguage;
}

export function createExportHandlers({
  appController,
  language,
}: Dependencies): Handlers<keyof typeof exportCalls> {
  return {
    exportConversations: async () => {
      const client = appController.signedInClient;
      const { filePaths } = await dialog.showOpenDialog({
        defaultPath: app.getPath('documents'),
        properties: ['openDirectory', 'createDirectory'],
      });
      const [parent] = filePaths;
      if (parent === undefined) return null;
      const at = new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
      return exportConversations({
        client,
        parent,
        title: `${t('app.name')} ${at}`,
        words: {
          language: locale(),
          direction: languages[language.state.language].direction,
          edited: t('export.edited'),
          deleted: t('export.deleted'),
        },
      });
    },
  };
}
