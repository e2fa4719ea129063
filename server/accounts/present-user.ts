import type { OwnAccount, User } from '#protocol/accounts.ts';
import type { AttachmentId, UserId } from '#protocol/identifiers.ts';
import { pictureAddress } from '../access/picture-address.ts';

export interface UserRow {
  id: UserId;
  username: string;
  display_name: string;
  avatar_id: AttachmentId | null;
  created_at: number;
}

/** A person as others see them. */
export function presentUser(row: UserRow): User {
  return {
    id: row.id,
    username: row.username,
    display_name: row.display_name,
    avatar_url: pictureAddress(row.avatar_id),
    created_at: new Date(row.created_at).toISOString(),
  };
}

/** A person as they see themselves. */
export function presentOwnAccount(row: UserRow & { is_admin: number }): OwnAccount {
  return { ...presentUser(row), is_admin: row.is_admin === 1 };
}
