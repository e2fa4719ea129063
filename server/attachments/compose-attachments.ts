import type { Logger } from 'pino';
import type { Permissions } from '../access/permissions.ts';
import { BlobFolder } from '../blobs/blob-folder.ts';
import type { Database } from '../db/database.ts';
import type { Repository } from '../db/repository.ts';
import { AttachmentSweeper } from './attachment-sweeper.ts';
import type { attachmentsRepository } from './attachments.repository.ts';
import { AttachmentsService } from './attachments.service.ts';
import { FileFinisher } from './file-finisher.ts';
import { Inspector } from './inspection/inspector.ts';
import { StorageSpace } from './storage-space.ts';
import type { StorageLimits } from './storage-space.ts';
import type { uploadsRepository } from './uploads.repository.ts';
import { UploadsService } from './uploads.service.ts';
import { WholeUploadsService } from './whole-uploads.service.ts';

export interface AttachmentsFoundation {
  dataFolder: string;
  database: Pick<Database, 'checkpoint'>;
  repositories: {
    attachments: Repository<typeof attachmentsRepository>;
    uploads: Repository<typeof uploadsRepository>;
  };
  permissions: Permissions;
  tokenSecret: Uint8Array;
  storageLimits: StorageLimits;
  logger: Logger;
}

/** The parts of the feature, put together. */
export function composeAttachments(base: AttachmentsFoundation) {
  const { repositories, permissions, storageLimits } = base;
  const { attachments, uploads: repository } = repositories;
  const folder = new BlobFolder(base.dataFolder);
  const space = new StorageSpace(repository, folder, storageLimits);
  const checkpoint = () => base.database.checkpoint();
  const inspector = new Inspector(base.logger);
  const finisher = new FileFinisher({ repository, attachments, folder, inspector, checkpoint });
  const sweeper = new AttachmentSweeper({
    attachments,
    uploads: repository,
    folder,
    finisher,
    logger: base.logger,
  });
  const service = new AttachmentsService({
    repository: attachments,
    permissions,
    folder,
    space,
    finisher,
    linkSecret: base.tokenSecret,
  });
  const uploads = new UploadsService({ repository, attachments, folder, space, finisher });
  const whole = new WholeUploadsService({ folder, space, finisher });
  const settled = async () => {
    await uploads.settled();
    await sweeper.stop();
    await inspector.close();
  };
  return { service, uploads, whole, sweeper, settled };
}
