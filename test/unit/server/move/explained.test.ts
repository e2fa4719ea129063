import { expect, it } from 'vitest';
import { ClientError } from '#client/client-error.ts';
import { AppError } from '#protocol/errors.ts';
import { addressesOf, explainMove, readMoveLink } from '#server/move/successor.ts';
import { isPassing, OldHost } from '#server/move/successor-client.ts';
import { StartupError } from '#server/startup-error.ts';

const unreachable = new ClientError('UNREACHABLE', 'no answer');
const fullDisk = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
const unforeseen = new Error('what nobody has thought of');

it.each<[string, unknown, RegExp | null]>([
  ['an old link', new AppError('MOVE_OVER'), /^The link is not good any more/],
  ['a server that is elsewhere', new AppError('SERVER_MOVED'), /on yet another computer now/],
  ['a network that is cut', unreachable, /could not be reached any more; it goes on/],
  ['a disk that is full', fullDisk, /^The disk of this computer has no room/],
  ['another answer', new AppError('FORBIDDEN'), null],
  ['what nobody has thought of', unforeseen, null],
])('%s is told to people by what they can do', (_, cause, sentence) => {
  const explained = explainMove(cause);
  if (sentence === null) expect(explained).toBe(cause);
  else {
    expect(explained).toBeInstanceOf(StartupError);
    expect((explained as StartupError).message).toMatch(sentence);
    expect((explained as StartupError).cause).toBe(cause);
  }
});

it.each<[string, unknown, boolean]>([
  ['no answer', unreachable, true],
  ['a server that is closing', new AppError('SERVER_CLOSING'), true],
  ['a server that has moved', new AppError('SERVER_MOVED'), false],
  ['a move that is over', new AppError('MOVE_OVER'), false],
  ['what nobody has thought of', unforeseen, false],
])('a standby asks again after %s: %j', (_, cause, expected) => {
  expect(isPassing(cause)).toBe(expected);
});

it('says where it listens as others write it', () => {
  expect(addressesOf('192.168.1.5', 8000)).toEqual(['192.168.1.5:8000']);
  expect(addressesOf('fd00::5', 8000)).toEqual(['[fd00::5]:8000']);
});

it('takes no other link', () => {
  expect(() => readMoveLink('https://example.com/')).toThrow(StartupError);
});

it('says that nobody answers at any of the addresses', async () => {
  const key = Buffer.alloc(32, 1).toString('base64url');
  const link = { hosts: ['127.0.0.1', '::1'], port: 9, key, code: 'abc' };
  await expect(OldHost.join(link, null)).rejects.toThrow(/cannot be reached from this computer/);
});
