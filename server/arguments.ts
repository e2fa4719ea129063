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
  const flags = readServeFlags(argv);
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
