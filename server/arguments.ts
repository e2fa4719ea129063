import type { Registration } from '#protocol/server.ts';
import type { StorageLimits } from './attachments/storage-space.ts';
import { defaultStorageLimits } from './attachments/storage-space.ts';
import type { OptionGroup, OptionValues, Options } from './commands/options.ts';
import { helpOption, readOptions } from './commands/options.ts';
import { defaultAllowances } from './http/rate-limits.ts';
import type { Allowance } from './http/rate-limits.ts';
import type { TlsFiles } from './http/tls.ts';
import { effectiveKeySource } from './keys/key-source.ts';
import type { KeySource } from './keys/key-source.ts';
import { mebibyte, settings } from './settings/declared.ts';
import { EffectiveSettings } from './settings/effective.ts';
import { asOptions, configOption } from './settings/options.ts';
import { StartupError } from './startup-error.ts';
import type { WebhookOptions } from './webhooks/compose-webhooks.ts';

export interface Arguments {
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
  guests: boolean;
  plainApi: boolean;
  storageLimits: StorageLimits;
  tls: TlsFiles | null;
  webhooks: WebhookOptions;
}

const outputOptions = {
  json: { says: 'say that the server listens as one line of JSON' },
} as const satisfies Options;

export const serveGroups: readonly OptionGroup[] = [
  {
    title: '',
    options: { ...asOptions(settings), ...configOption, ...outputOptions, ...helpOption },
  },
];

const serveOptions = {
  ...settings,
  ...configOption,
  ...outputOptions,
  ...helpOption,
  // For the app that hosts, which ends the server by closing the input.
  'key-stdin': { says: 'the key itself, on the first line of standard input' },
} as const satisfies Options;

const finishOption = {
  finish: { says: 'serve what has come, where the other computer could not confirm it' },
} as const satisfies Options;
const standbyOptions = {
  'from-standby': { says: 'serve the copy that stands by here, instead of one by a link' },
  alone: {
    says: 'although the other computer does not answer: what is new there is not in the copy',
  },
} as const satisfies Options;

export const takeOverGroups: readonly OptionGroup[] = [
  ...serveGroups,
  { title: 'After a move that was not confirmed', options: finishOption },
  { title: 'Where stand-by has kept a copy', options: standbyOptions },
];

const everyOption = {
  every: {
    value: 'SECONDS',
    says: 'how soon to ask a computer again that does not answer (default 5)',
  },
  end: { says: 'stand by no longer, and remove the copy' },
} as const satisfies Options;

export const standByGroups: readonly OptionGroup[] = [
  { title: '', options: everyOption },
  ...serveGroups,
];

export interface StandByArguments extends Arguments {
  everySeconds: number;
  /** Not to begin, but to end it. */
  end: boolean;
}

/** Those of `stand-by`: how often, and how it would serve. @throws StartupError */
export function readStandByArguments(argv: readonly string[]): StandByArguments {
  const { values } = readOptions({ ...serveOptions, ...everyOption }, argv);
  const { every = '5', end = false, ...flags } = values;
  const everySeconds = Number(every);
  if (!(everySeconds >= 1 && everySeconds <= 3_600)) {
    throw new StartupError(`--every takes seconds from 1 to 3600, not "${every}"`);
  }
  return { ...withoutCertificate(argumentsFrom(flags, process.env)), everySeconds, end };
}

export type ServeFlags = OptionValues<typeof serveOptions>;

/** @throws StartupError for an option that is unknown. */
export function readServeFlags(argv: readonly string[]): ServeFlags {
  return readOptions(serveOptions, argv).values;
}

/** @throws StartupError for an option or a setting that is unknown or out of range. */
export function readArguments(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Arguments {
  return argumentsFrom(readServeFlags(argv), environment);
}

export interface TakeOverArguments extends Arguments {
  finish: boolean;
  fromStandby: boolean;
  alone: boolean;
  /** Only what was said here: the rest is as it was on the other computer. */
  said: Partial<Pick<Arguments, 'name' | 'registration'>>;
}

/** Those of `take-over`: to serve, and what is to be served first. @throws StartupError */
export function readTakeOverArguments(argv: readonly string[]): TakeOverArguments {
  const { values } = readOptions({ ...serveOptions, ...finishOption, ...standbyOptions }, argv);
  const { finish = false, 'from-standby': fromStandby = false, alone = false, ...flags } = values;
  const effective = new EffectiveSettings(flags, process.env);
  const [name, registration] = [effective.one('name'), effective.one('registration')];
  const said = {
    ...(name !== undefined && { name }),
    ...(registration !== undefined && { registration }),
  };
  const own = withoutCertificate(argumentsFrom(flags, process.env));
  return { ...own, finish, fromStandby, alone, said };
}

/** Who is sent on to a new address comes over the sealed channel, which needs no certificate. @throws StartupError */
function withoutCertificate(given: Arguments): Arguments {
  if (given.tls === null) return given;
  throw new StartupError(
    'A server that has moved here is found only without a certificate: leave out --tls-cert and --tls-key',
  );
}

function argumentsFrom(flags: ServeFlags, environment: NodeJS.ProcessEnv): Arguments {
  const effective = new EffectiveSettings(flags, environment);
  return { ...serverSettings(effective, flags), json: flags.json ?? false };
}

/** What a server is started with under these settings. */
export function serverSettings(
  effective: EffectiveSettings,
  keyFlags: Parameters<typeof effectiveKeySource>[1],
): Omit<Arguments, 'json'> {
  const host = effective.one('host') ?? '127.0.0.1';
  const { send } = defaultAllowances;
  return {
    port: effective.one('port') ?? 8000,
    host,
    data: effective.data,
    name: effective.one('name') ?? settings.name.otherwise,
    registration: effective.one('registration') ?? (isLoopback(host) ? 'open' : 'invite'),
    announce: effective.one('announce') ?? true,
    logLevel: effective.one('log-level') ?? 'warn',
    keySource: effectiveKeySource(effective, keyFlags),
    guests: effective.one('guests') ?? true,
    plainApi: effective.one('plain-api') ?? false,
    tls: tlsFiles(effective.one('tls-cert'), effective.one('tls-key')),
    storageLimits: {
      fileMaxBytes: bytes(effective.one('file-limit')) ?? defaultStorageLimits.fileMaxBytes,
      userMaxBytes: bytes(effective.one('user-quota')) ?? defaultStorageLimits.userMaxBytes,
      totalMaxBytes: bytes(effective.one('total-quota')),
    },
    webhooks: { allowsPrivate: effective.one('webhook-private-addresses') ?? false },
    corsOrigins: effective.all('cors-origin'),
    allowedHosts: effective.all('allowed-host'),
    sendAllowance: { ...send, requests: effective.one('send-limit') ?? send.requests },
  };
}

/** Whether an address is of this computer alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function tlsFiles(certFile: string | undefined, keyFile: string | undefined): TlsFiles | null {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  throw new StartupError('Give --tls-cert and --tls-key together');
}

function bytes(mebibytes: number | undefined): number | null {
  return mebibytes === undefined ? null : mebibytes * mebibyte;
}
