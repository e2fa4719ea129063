import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Registration } from '#protocol/server.ts';
import { defaultStorageLimits } from './attachments/storage-space.ts';
import type { StorageLimits } from './attachments/storage-space.ts';
import { defaultAllowances } from './http/rate-limits.ts';
import type { Allowance } from './http/rate-limits.ts';
import type { TlsFiles } from './http/tls.ts';
import { keySource } from './keys/key-source.ts';
import type { KeySource } from './keys/key-source.ts';
import { StartupError } from './startup-error.ts';

export interface Arguments {
  help: boolean;
  port: number;
  host: string;
  /** Absolute path. */
  data: string;
  name: string;
  registration: Registration;
  announce: boolean;
  logLevel: string;
  json: boolean;
  keySource: KeySource;
  corsOrigins: string[];
  allowedHosts: string[];
  sendAllowance: Allowance;
  plainApi: boolean;
  storageLimits: StorageLimits;
  tls: TlsFiles | null;
}

const mebibyte = 1_048_576;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const registrations: readonly Registration[] = ['open', 'invite', 'closed'];

export const usage = `Usage: npm run serve -- [options]

  --port NUMBER            port to listen on; 0 picks a free one (default 8000)
  --host ADDRESS           address to listen on (default 127.0.0.1; 0.0.0.0 for the whole network)
  --data FOLDER            where the encrypted database is kept
  --name NAME              what the server is called
  --registration MODE      who may create an account: open, invite or closed
                           (default open on this computer only, else invite)
  --no-announce            do not tell the network about the server (over mDNS)
  --passphrase-file FILE   derive the database key from a passphrase instead of a key file
  --recovery-key-file FILE open the database with its recovery key
  --plain-api              let other computers use the plain API too, unsealed
  --tls-cert FILE          serve HTTPS with this certificate (PEM, with its chain)
  --tls-key FILE           and this private key (PEM)
  --cors-origin ORIGIN     a web origin that may use the server (may be repeated)
  --allowed-host NAME      a name of this computer that the plain API answers to, beside its own
                           and every address (may be repeated)
  --send-limit NUMBER      messages that one person may send in 10 seconds (default ${String(defaultAllowances.send.requests)})
  --file-limit MIB         the largest file that can be sent (default ${inMebibytes(defaultStorageLimits.fileMaxBytes)})
  --user-quota MIB         room for the files of one person (default ${inMebibytes(defaultStorageLimits.userMaxBytes)})
  --total-quota MIB        room for the files of all (default nine tenths of the disk)
  --log-level LEVEL        ${logLevels.join(', ')} (default warn)
  --json                   say that the server listens as one line of JSON

Commands, each with --help: backup, restore;
for keys: rekey, recovery-key, check-recovery-key, database-key
`;

/** @throws StartupError for an option that is unknown or out of range. */
export function readArguments(argv: readonly string[]): Arguments {
  const values = parse(argv);
  const host = values.host ?? '127.0.0.1';
  const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.');
  return {
    help: values.help ?? false,
    port: integer('--port', values.port ?? '8000', 0, 65_535),
    host,
    data: resolve(values.data ?? defaultDataFolder()),
    name: values.name ?? 'Future Talk',
    registration: oneOf(
      '--registration',
      values.registration ?? (isLoopback ? 'open' : 'invite'),
      registrations,
    ),
    announce: values['no-announce'] !== true,
    logLevel: oneOf('--log-level', values['log-level'] ?? 'warn', logLevels),
    json: values.json ?? false,
    keySource: keySource(values),
    plainApi: values['plain-api'] ?? false,
    tls: tlsFiles(values['tls-cert'], values['tls-key']),
    storageLimits: {
      fileMaxBytes:
        bytes('--file-limit', values['file-limit']) ?? defaultStorageLimits.fileMaxBytes,
      userMaxBytes:
        bytes('--user-quota', values['user-quota']) ?? defaultStorageLimits.userMaxBytes,
      totalMaxBytes: bytes('--total-quota', values['total-quota']),
    },
    corsOrigins: (values['cors-origin'] ?? []).map(webOrigin),
    allowedHosts: (values['allowed-host'] ?? []).map(hostName),
    sendAllowance: {
      requests: integer(
        '--send-limit',
        values['send-limit'] ?? String(defaultAllowances.send.requests),
        1,
        1_000_000,
      ),
      seconds: defaultAllowances.send.seconds,
    },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        name: { type: 'string' },
        registration: { type: 'string' },
        'no-announce': { type: 'boolean' },
        'log-level': { type: 'string' },
        json: { type: 'boolean' },
        'passphrase-file': { type: 'string' },
        'recovery-key-file': { type: 'string' },
        'key-stdin': { type: 'boolean' },
        'cors-origin': { type: 'string', multiple: true },
        'allowed-host': { type: 'string', multiple: true },
        'send-limit': { type: 'string' },
        'file-limit': { type: 'string' },
        'user-quota': { type: 'string' },
        'total-quota': { type: 'string' },
        'plain-api': { type: 'boolean' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw unknownOption(cause);
  }
}

/** For what `parseArgs` throws. */
export function unknownOption(cause: unknown): StartupError {
  const [sentence = ''] = (cause as Error).message.split(/\. |\n/, 1);
  return new StartupError(`${sentence}; --help shows the options`, { cause });
}

function tlsFiles(certFile: string | undefined, keyFile: string | undefined): TlsFiles | null {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  throw new StartupError('Give --tls-cert and --tls-key together');
}

function integer(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new StartupError(
    `${option} takes a whole number from ${String(min)} to ${String(max)}, not "${text}"`,
  );
}

function inMebibytes(count: number): string {
  return String(count / mebibyte);
}

/** Bytes for an option in mebibytes; null where it is not given. */
function bytes(option: string, text: string | undefined): number | null {
  return text === undefined ? null : integer(option, text, 1, 999_999_999) * mebibyte;
}

function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new StartupError(`${option} takes one of ${choices.join(', ')}, not "${text}"`);
}

function webOrigin(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin;
  throw new StartupError(`--cors-origin takes an origin such as https://intranet, not "${text}"`);
}

function hostName(text: string): string {
  if (/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)) return text;
  throw new StartupError(`--allowed-host takes a name such as chat.example, not "${text}"`);
}

/** Where programs of this platform keep their data. */
export function defaultDataFolder(): string {
  const home = homedir();
  if (process.platform === 'win32') {
    return join(process.env['APPDATA'] ?? home, 'Future Talk', 'server');
  }
  if (process.platform === 'darwin') {
    return join(home, 'Library', 'Application Support', 'Future Talk', 'server');
  }
  return join(
    process.env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'),
    'future-talk',
    'server',
  );
}
