import { z } from 'zod';
import { isErrorCode } from '#protocol/errors.ts';
import { StartupError } from '../startup-error.ts';
import { readChannelFile } from './channel-file.ts';
import type { OperationAnswers } from './local-admin.service.ts';
import type { OperationInput, OperationName } from './operations.ts';

/**
 * Asks the server that runs on a data folder. Null where none answers: it was never started here, or
 * was killed and its file is still there.
 * @throws StartupError with what the server has against it.
 */
export async function askRunningServer<N extends OperationName>(
  dataFolder: string,
  name: N,
  input: OperationInput<N>,
): Promise<OperationAnswers[N] | null> {
  const channel = readChannelFile(dataFolder);
  if (channel === null) return null;
  const response = await fetch(`${channel.url}/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${channel.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }).catch((cause: unknown) => {
    if (cause instanceof TypeError) return null;
    throw cause;
  });
  if (response === null) return null;
  if (response.ok) return (await response.json()) as OperationAnswers[N];
  // Another program may have that port by now; the lock tells whether a server runs.
  const isOurs = response.headers.get('content-type') === 'application/json';
  const { success, data: refusal } = refused.safeParse(isOurs ? await response.json() : null);
  if (!success || refusal.error_code === 'TOKEN_INVALID') return null;
  throw new StartupError(refusal.message);
}

const refused = z.object({ error_code: z.custom(isErrorCode), message: z.string() });
