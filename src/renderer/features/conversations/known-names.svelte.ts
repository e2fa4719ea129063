import type { Participant } from '#protocol/conversations.ts';
import type { UserId } from '#protocol/identifiers.ts';
import { skeletonOf, withUsername } from '#protocol/names/look-alikes.ts';
import { markedName } from '../people/marked-name.ts';

type Person = Pick<Participant, 'user_id' | 'username' | 'display_name'>;

/**
 * Everybody whose name this app shows, by what the name comes down to for the eye. Names are free to
 * choose, so two people may have the same one, or nearly: then each is shown with the username, which
 * nobody can have twice.
 */
export class KnownNames {
  readonly #bySkeleton = new Map<string, Set<UserId>>();
  /** Of each person: the skeletons they are found under, and the texts those were made of. */
  readonly #ofPerson = new Map<UserId, { texts: string; skeletons: readonly string[] }>();
  /** Moves on when somebody's name begins or ceases to be ambiguous. */
  #version = $state(0);

  learn(people: readonly Person[]): void {
    let isChanged = false;
    for (const person of people) isChanged = this.#learnOne(person) || isChanged;
    if (isChanged) this.#version += 1;
  }

  /** The name to show: with the username where the name alone could mean somebody else; a bot's with a mark. */
  nameOf(person: Person): string {
    const { user_id, display_name } = person;
    // Read, so that whoever shows a name shows it anew once it is not enough any more.
    const hasAny = this.#version > 0;
    const others = hasAny ? this.#bySkeleton.get(skeletonOf(display_name)) : undefined;
    const isEnough = others === undefined || others.size < 2 || !others.has(user_id);
    return isEnough ? markedName(person) : withUsername(person);
  }

  /** Somebody else signs in. */
  forget(): void {
    this.#bySkeleton.clear();
    this.#ofPerson.clear();
    this.#version += 1;
  }

  #learnOne({ user_id, username, display_name }: Person): boolean {
    const texts = `${username}\n${display_name}`;
    const known = this.#ofPerson.get(user_id);
    if (known?.texts === texts) return false;
    const skeletons = [...new Set([skeletonOf(display_name), skeletonOf(username)])];
    let isChanged = false;
    for (const skeleton of known?.skeletons ?? []) {
      const people = this.#bySkeleton.get(skeleton);
      people?.delete(user_id);
      isChanged ||= people?.size === 1;
    }
    this.#ofPerson.set(user_id, { texts, skeletons });
    for (const skeleton of skeletons) {
      const people = this.#bySkeleton.get(skeleton) ?? new Set();
      this.#bySkeleton.set(skeleton, people.add(user_id));
      isChanged ||= people.size > 1;
    }
    return isChanged;
  }
}

/** Those that the person who is signed in has met. */
export const knownNames = new KnownNames();
