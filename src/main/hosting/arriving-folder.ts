import path from 'node:path';

/** What comes from another computer and does not serve yet, as the server calls it beside its own folder. */
export function arrivingFolderOf(dataFolder: string): string {
  return `${dataFolder}.arriving`;
}

/** There once all has come. */
export function arrivedFileOf(dataFolder: string): string {
  return path.join(arrivingFolderOf(dataFolder), 'arrived.json');
}

/** There while it is followed: what whoever follows has noted. */
export function standbyNotesOf(dataFolder: string): string {
  return path.join(arrivingFolderOf(dataFolder), 'standing-by.json');
}
