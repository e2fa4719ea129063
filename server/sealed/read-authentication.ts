import { authenticateCommand } from '#protocol/connection.ts';
import { AppError } from '#protocol/errors.ts';
import type { EpochMark } from '../move/standing.ts';

interface Authentication {
  token: string;
  /** The newest server with this one's key that the client has met. */
  mark: EpochMark | null;
}

/** @throws AppError UNAUTHORIZED for any other command: it is not known yet whose it would be */
export function readAuthentication(value: object): Authentication {
  const isOther = !('type' in value) || value.type !== 'authenticate';
  if (isOther) throw new AppError('UNAUTHORIZED');
  const command = authenticateCommand.safeParse(value);
  if (!command.success) throw new AppError('TOKEN_INVALID', { cause: command.error });
  const { token, epoch, epoch_proof: proof } = command.data.data;
  return { token, mark: epoch === undefined || proof === undefined ? null : { epoch, proof } };
}
