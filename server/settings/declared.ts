import type { Registration } from '#protocol/server.ts';
import { defaultStorageLimits } from '../attachments/storage-space.ts';
import { defaultAllowances } from '../http/rate-limits.ts';
import { StartupError } from '../startup-error.ts';
import { integer, listOf, matching, onOff, oneOf, path, text } from './setting.ts';

export const mebibyte = 1_048_576;
const mebibytesMax = 999_999_999;

const registrations: readonly Registration[] = ['open', 'invite', 'closed'];
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Where the data is, and what opens it: every command that works on it takes these. */
export const dataSettings = {
  data: path({
    value: 'FOLDER',
    says: 'where the encrypted database is kept',
    otherwise: 'the place of this system',
  }),
  'passphrase-file': path({
    value: 'FILE',
    says: 'derive the database key from a passphrase instead of a key file',
    otherwise: 'none',
  }),
  'recovery-key-file': path({
    value: 'FILE',
    says: 'open the database with its recovery key',
    otherwise: 'none',
  }),
};

/** How the server is reached and what it is called. */
export const addressSettings = {
  port: integer(
    { value: 'NUMBER', says: 'port to listen on; 0 picks a free one', otherwise: '8000' },
    0,
    65_535,
  ),
  host: text({
    value: 'ADDRESS',
    says: 'address to listen on; 0.0.0.0 for the whole network',
    otherwise: '127.0.0.1',
  }),
  name: text({ value: 'NAME', says: 'what the server is called', otherwise: 'Future Talk' }),
  registration: oneOf(
    {
      value: 'MODE',
      says: `who may create an account: ${registrations.join(', ')}`,
      otherwise: 'open on this computer only, else invite',
    },
    registrations,
  ),
};

const servingSettings = {
  announce: {
    ...onOff({ says: 'do not tell the network about the server (over mDNS)', otherwise: 'true' }),
    isOnByDefault: true as const,
  },
  guests: {
    ...onOff({
      says: 'do not serve the page by which people take part in a browser',
      otherwise: 'true',
    }),
    isOnByDefault: true as const,
  },
  'plain-api': onOff({
    says: 'let other computers use the plain API too, unsealed',
    otherwise: 'false',
  }),
  'tls-cert': path({
    value: 'FILE',
    says: 'serve HTTPS with this certificate (PEM, with its chain)',
    otherwise: 'none',
  }),
  'tls-key': path({ value: 'FILE', says: 'and this private key (PEM)', otherwise: 'none' }),
  'cors-origin': listOf({
    value: 'ORIGIN',
    says: 'a web origin that may use the server; may be repeated',
    otherwise: 'none',
    read: webOrigin,
  }),
  'allowed-host': listOf(
    matching(
      {
        value: 'NAME',
        says:
          'a name of this computer that the plain API answers to, beside its own and every ' +
          'address; may be repeated',
        otherwise: 'none',
      },
      {
        pattern: /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i,
        wanted: 'a name such as chat.example',
      },
    ),
  ),
};

const programSettings = {
  'webhook-private-addresses': onOff({
    says: 'let outgoing webhooks go to this computer and to private networks',
    otherwise: 'false',
  }),
};

const limitSettings = {
  'send-limit': integer(
    {
      value: 'NUMBER',
      says: 'messages that one person may send in 10 seconds',
      otherwise: String(defaultAllowances.send.requests),
    },
    1,
    1_000_000,
  ),
  'file-limit': mebibytes(
    'the largest file that can be sent',
    inMebibytes(defaultStorageLimits.fileMaxBytes),
  ),
  'user-quota': mebibytes(
    'room for the files of one person',
    inMebibytes(defaultStorageLimits.userMaxBytes),
  ),
  'total-quota': mebibytes('room for the files of all', 'nine tenths of the disk'),
  'log-level': oneOf({ value: 'LEVEL', says: logLevels.join(', '), otherwise: 'warn' }, logLevels),
};

export const settings = {
  ...addressSettings,
  ...dataSettings,
  ...servingSettings,
  ...programSettings,
  ...limitSettings,
};
export type Settings = typeof settings;
export type SettingName = keyof Settings;

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

function webOrigin(given: string, source: string): string {
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) {
    return new URL(given).origin;
  }
  throw new StartupError(`${source} takes an origin such as https://intranet, not "${given}"`);
}

function mebibytes(says: string, otherwise: string) {
  return integer({ value: 'MIB', says, otherwise }, 1, mebibytesMax);
}

function inMebibytes(count: number): string {
  return String(count / mebibyte);
}
