import type { conditionCalls } from '#ipc/condition.ts';
import { getCondition } from '#protocol/watching.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

export function createConditionHandlers(
  appController: AppController,
): Handlers<keyof typeof conditionCalls> {
  return { getCondition: () => appController.signedInClient.call(getCondition, {}) };
}
