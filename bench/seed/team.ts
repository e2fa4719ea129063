/** How the conversations of a team are, and how often somebody turns to one of each kind. */
export interface ConversationKind {
  members: number;
  /** Of this kind, that everybody takes part in. */
  each: number;
  /** Of all that somebody does. */
  share: number;
  /** Messages in it from before. */
  history: number;
}

/** Much is said between two and in small groups; everybody is in a few that are large. */
export const conversationKinds: readonly ConversationKind[] = [
  { members: 2, each: 6, share: 0.55, history: 50 },
  { members: 8, each: 2, share: 0.27, history: 100 },
  { members: 50, each: 1, share: 0.12, history: 100 },
  { members: 200, each: 1, share: 0.05, history: 200 },
  { members: 1_000, each: 1, share: 0.01, history: 400 },
];

export interface Team {
  /** Places of people, a conversation each. */
  memberships: number[][];
  /** Messages in each from before. */
  histories: number[];
  /** The places of each person's conversations, by kind. */
  conversationsOf: number[][][];
}

/** How far the friends of somebody sit from them; each gives two of them. */
const friendsAt = [1, 7, 31];

/** A team in which whoever comes first have most of their conversations with one another. */
export function teamOf(peopleCount: number): Team {
  const memberships: number[][] = [];
  const histories: number[] = [];
  const conversationsOf = Array.from({ length: peopleCount }, (): number[][] =>
    conversationKinds.map(() => []),
  );
  const add = (kind: number, members: number[]): void => {
    for (const person of members) conversationsOf[person]?.[kind]?.push(memberships.length);
    memberships.push(members);
    histories.push(conversationKinds[kind]?.history ?? 0);
  };
  for (const [kind, { members, each }] of conversationKinds.entries()) {
    if (members === 2) {
      for (const distance of friendsAt) {
        for (let one = 0; one + distance < peopleCount; one += 1) add(kind, [one, one + distance]);
      }
      continue;
    }
    for (let round = 0; round < each; round += 1) {
      // Others sit together the second time.
      const shift = (round * members) / 2;
      for (let first = shift; first < peopleCount; first += members) {
        const size = Math.min(members, peopleCount - first);
        if (size > 2)
          add(
            kind,
            Array.from({ length: size }, (_, index) => first + index),
          );
      }
    }
  }
  return { memberships, histories, conversationsOf };
}
