import type { Participant } from '#protocol/conversations.ts';

/** The name that is being typed behind an @, and where the @ stands. */
export interface MentionQuery {
  at: number;
  name: string;
}

/** Null where the place does not follow the beginning of a mention. */
export function mentionQueryAt(text: string, place: number): MentionQuery | null {
  // No name is longer, so no more needs to be looked at.
  const before = text.slice(Math.max(0, place - 34), place);
  const found = /(?:^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_.-]{0,32})$/u.exec(before);
  const name = found?.[1];
  return name === undefined ? null : { at: place - name.length - 1, name };
}

/** Those whose username or a part of whose name begins so. */
export function membersNamed(members: readonly Participant[], name: string): Participant[] {
  const wanted = name.toLocaleLowerCase();
  return members.filter(({ username, display_name }) =>
    [username, ...display_name.split(/\s+/)].some((part) =>
      part.toLocaleLowerCase().startsWith(wanted),
    ),
  );
}
