import type { ServerEvent } from '#protocol/events.ts';
import type { UserId } from '#protocol/identifiers.ts';
import { ClientError } from './client-error.ts';
import type { Timers } from './timers.ts';

const answerWithinMs = 10_000;

export type OnlineStatus = Record<UserId, boolean>;

interface Question {
  userIds: UserId[];
  resolve: (status: OnlineStatus) => void;
  reject: (error: ClientError) => void;
  cancelDeadline: () => void;
}

/**
 * Matches `online_status` answers with who asked. They carry no id: an answer belongs to the
 * oldest question whose people it names.
 */
export class OnlineQuestions {
  readonly #timers: Timers;
  #open: Question[] = [];

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Rejects with UNREACHABLE when no answer comes. */
  ask(userIds: UserId[]): Promise<OnlineStatus> {
    return new Promise((resolve, reject) => {
      const question: Question = {
        userIds,
        resolve,
        reject,
        cancelDeadline: this.#timers.schedule(() => {
          this.#close(question);
          reject(new ClientError('UNREACHABLE', 'The server did not say who is online'));
        }, answerWithinMs),
      };
      this.#open.push(question);
    });
  }

  answer(event: ServerEvent): void {
    if (event.type !== 'online_status') return;
    const status: OnlineStatus = event.online_status;
    const question = this.#open.find(({ userIds }) => userIds.every((id) => id in status));
    if (question === undefined) return;
    this.#close(question);
    question.resolve(status);
  }

  /** The connection is gone, and the answers with it. */
  abandon(): void {
    const questions = this.#open;
    this.#open = [];
    for (const { cancelDeadline, reject } of questions) {
      cancelDeadline();
      reject(new ClientError('UNREACHABLE', 'The connection was lost'));
    }
  }

  #close(question: Question): void {
    question.cancelDeadline();
    this.#open = this.#open.filter((other) => other !== question);
  }
}
