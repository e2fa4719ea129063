import { authenticateCommand } from '#protocol/connection.ts';
import { AppError } from '#protocol/errors.ts';

/** @throws AppError UNAUTHORIZED for any other command: it is not known yet whose it would be */
export function readToken(value: object): string {
  const isOther = !('type' in value) || value.type !== 'authenticate';
  if (isOther) throw new AppError('UNAUTHORIZED');
  const command = authenticateCommand.safeParse(value);
  if (!command.success) throw new AppError('TOKEN_INVALID', { cause: command.error });
  return command.data.data.token;
}
