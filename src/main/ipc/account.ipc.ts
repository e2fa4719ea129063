import type { accountCalls } from '#ipc/account.ts';
import { changePassword, endSession, listSessions, updateOwnAccount } from '#protocol/accounts.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

export function createAccountHandlers(
  appController: AppController,
): Handlers<keyof typeof accountCalls> {
  return {
    leaveServer: () => appController.leave(),
    signUp: (body) => appController.signUp(body),
    signIn: (body) => appController.signIn(body),
    signOut: () => appController.signOut(),
    updateAccount: async (body) => {
      const account = await appController.signedInClient.call(updateOwnAccount, { body });
      appController.accountChanged(account);
      return account;
    },
    changePassword: async (body) => {
      await appController.signedInClient.call(changePassword, { body });
    },
    listSessions: () => appController.signedInClient.call(listSessions, {}),
    endSession: async (params) => {
      await appController.signedInClient.call(endSession, { params });
    },
  };
}
