import type { Logger } from 'pino';
import { limits } from '#protocol/limits.ts';
import type { Registration } from '#protocol/server.ts';
import { MembershipDirectory } from './access/membership.ts';
import { Permissions } from './access/permissions.ts';
import { identityOf, newPrivateKey } from './admin/identity.ts';
import { defaultStorageLimits } from './attachments/storage-space.ts';
import type { StorageLimits } from './attachments/storage-space.ts';
import type { Damage } from './db/damage.ts';
import { DamageWatch } from './db/damage-watch.ts';
import type { DataFolder } from './db/data-folder.ts';
import type { Database } from './db/database.ts';
import { repositoriesOf } from './features.ts';
import type { Foundation } from './features.ts';
import type { TlsFiles } from './http/tls.ts';
import { SendLatency } from './messages/send-latency.ts';
import { Standing } from './move/standing.ts';
import { packageVersion } from './package-version.ts';
import { Traffic } from './watching/traffic.ts';
import type { WebhookOptions } from './webhooks/compose-webhooks.ts';
import { Hub } from './ws/hub.ts';

export interface FoundationOptions {
  /** 0 picks a free one. */
  port: number;
  host: string;
  dataFolder: string;
  name: string;
  registration: Registration;
  logger: Logger;
  accessTokenLifetimeSeconds?: number;
  /** How long a used refresh token still answers its successor, for replies that were lost. */
  refreshGraceMs?: number;
  /** How much room files may take; 2 GiB a file, 10 GiB a person unless said otherwise. */
  storageLimits?: Partial<StorageLimits>;
  webhooks?: WebhookOptions;
  tls?: TlsFiles;
  /** Told each time that something damaged is found in the database. */
  onDamage?: (damage: Damage) => void;
}

/** What the features share, on an open database. */
export async function layFoundation(
  options: FoundationOptions,
  database: Database,
  { databaseFile }: Pick<DataFolder, 'databaseFile'>,
  key: Uint8Array,
): Promise<Foundation> {
  const repositories = repositoriesOf(database);
  const secrets = await repositories.identity.secrets({
    tokenSecret: newPrivateKey(),
    identityKey: newPrivateKey(),
  });
  const identity = identityOf(secrets.identityKey);
  const standing = new Standing({
    ...{ dataFolder: options.dataFolder, identity, identityKey: secrets.identityKey },
    epoch: await repositories.identity.epoch(),
  });
  const directory = new MembershipDirectory(repositories.membership);
  return {
    name: options.name,
    version: packageVersion(),
    registration: options.registration,
    accessTokenLifetimeSeconds:
      options.accessTokenLifetimeSeconds ?? limits.accessTokenLifetimeSeconds,
    refreshGraceMs: options.refreshGraceMs ?? limits.refreshGraceSeconds * 1000,
    logger: options.logger,
    database,
    repositories,
    directory,
    permissions: new Permissions(directory),
    hub: new Hub(standing.mark),
    latency: new SendLatency(),
    traffic: new Traffic(),
    damageWatch: new DamageWatch({
      database,
      logger: options.logger,
      onDamage: (damage) => options.onDamage?.(damage),
    }),
    identity,
    standing,
    identityKey: secrets.identityKey,
    tokenSecret: secrets.tokenSecret,
    databaseKey: key,
    dataFolder: options.dataFolder,
    databaseFile,
    webhooks: options.webhooks ?? {},
    storageLimits: { ...defaultStorageLimits, ...options.storageLimits },
    isOverTls: options.tls !== undefined,
    ...{ host: options.host, port: options.port },
  };
}
