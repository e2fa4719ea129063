import type { ElectronApplication } from '@playwright/test';

/**
 * The app with an `evaluate` whose answers cannot be lost. Playwright has V8's inspector wait for the
 * answer, and the inspector holds what it waits for weakly: once it is settled, memory that is collected
 * before main's next turn takes the answer along ("Resulting promise was garbage collected"). Here the
 * body runs in a turn of its own, and what it answers is settled at the start of another, in which the
 * inspector hears it at once.
 */
export function answersFromMain(app: ElectronApplication): ElectronApplication {
  const evaluate = app.evaluate.bind(app) as (body: unknown, argument: unknown) => unknown;
  const inTurns = (body: unknown, argument: unknown) => {
    // Playwright sends a function as its text.
    const text = `(electron, argument) => new Promise((resolve, reject) => {
      setImmediate(() => {
        Promise.resolve()
          .then(() => (${String(body)})(electron, argument))
          .then((answer) => setImmediate(resolve, answer), (error) => setImmediate(reject, error));
      });
    })`;
    return evaluate(
      Object.assign(() => undefined, { toString: () => text }),
      argument,
    );
  };
  return Object.assign(app, { evaluate: inTurns });
}
