/** What the operating system, Node or SQLite calls an error: `ENOSPC`, `SQLITE_BUSY`; a word of no meaning where it has no name. */
export function codeOf(cause: unknown): string {
  return String((cause as { code?: unknown }).code);
}

/** No room on the disk, or none for whoever runs this. */
export function isFullDisk(cause: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL'].includes(codeOf(cause));
}

/** A file or folder that is not there, or that whoever runs this may not write to. */
export function isUnwritable(cause: unknown): boolean {
  return ['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(codeOf(cause));
}
