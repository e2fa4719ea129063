import type { draftCalls } from '#ipc/drafts.ts';
import type { AppController } from '../session/app-controller.ts';
import type { DraftSaves } from '../session/draft-saves.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  appController: AppController;
  draftSaves: DraftSaves;
}

export function createDraftHandlers({
  appController,
  draftSaves,
}: Dependencies): Handlers<keyof typeof draftCalls> {
  return {
    listDrafts: () => draftSaves.list(() => appController.reads.listDrafts()),
    saveDraft: (draft) => {
      draftSaves.save(draft);
    },
  };
}
