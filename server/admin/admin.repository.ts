import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, UserId } from '#protocol/identifiers.ts';
import { defineRepository } from '../db/repository.ts';

export interface InviteRow {
  code: string;
  created_at: number;
  expires_at: number | null;
  max_uses: number | null;
  uses: number;
}

export interface ManagedUserRow {
  id: UserId;
  username: string;
  display_name: string;
  avatar_id: AttachmentId | null;
  is_admin: number;
  disabled_at: number | null;
  last_seen_at: number | null;
  created_at: number;
}

export interface Counts {
  users: number;
  messages: number;
  databaseBytes: number;
}

const inviteColumns = 'code, created_at, expires_at, max_uses, uses';

export const adminRepository = defineRepository({
  name: 'admin',
  reads: {
    invites(handle): InviteRow[] {
      return handle.all<InviteRow>(`SELECT ${inviteColumns} FROM invite ORDER BY created_at DESC`);
    },
    users(handle): ManagedUserRow[] {
      return handle.all<ManagedUserRow>(
        `SELECT id, username, display_name, avatar_id, is_admin, disabled_at, last_seen_at, created_at
         FROM user ORDER BY username`,
      );
    },
    counts(handle): Counts {
      return {
        users: handle.oneValue<number>('SELECT count(*) FROM user'),
        // Numbers have no gaps, so that a conversation's first and newest count its messages.
        messages: handle.oneValue<number>('SELECT total(seq - first_seq + 1) FROM conversation'),
        databaseBytes: handle.oneValue<number>(
          'SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()',
        ),
      };
    },
  },
  writes: {
    addInvite(
      handle,
      input: {
        code: string;
        /** Null for whoever is at the computer itself. */
        createdBy: UserId | null;
        maxUses: number | null;
        lifetimeSeconds: number | null;
      },
    ): InviteRow {
      const { code, createdBy, maxUses, lifetimeSeconds } = input;
      const expiresAt = lifetimeSeconds === null ? null : handle.now + lifetimeSeconds * 1000;
      handle.run(
        `INSERT INTO invite (code, created_by, created_at, expires_at, max_uses)
         VALUES (?, ?, ?, ?, ?)`,
        [code, createdBy, handle.now, expiresAt, maxUses],
      );
      return { code, created_at: handle.now, expires_at: expiresAt, max_uses: maxUses, uses: 0 };
    },
    revokeInvite(handle, code: string): void {
      const { changes } = handle.run('DELETE FROM invite WHERE code = ?', [code]);
      if (changes === 0) throw new AppError('INVITE_NOT_FOUND');
    },
    /** Fails where the database cannot be written. */
    probe(handle): void {
      handle.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('probed_at', ?)", [handle.now]);
    },
  },
});
