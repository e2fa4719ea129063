import type { Dice } from './dice.ts';

const interesting = [0x00, 0x01, 0x7f, 0x80, 0xff];

/** A transcript with one to four changes; never the same as before. */
export function mutated(transcript: readonly Uint8Array[], dice: Dice): Uint8Array[] {
  let messages: Uint8Array[] = transcript.map((message) => Uint8Array.from(message));
  do {
    for (let left = 1 + dice.below(4); left > 0; left -= 1) messages = change(messages, dice);
  } while (isSame(messages, transcript));
  return messages;
}

function isSame(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((message, index) => Buffer.compare(message, others[index] ?? message) === 0);
}

function change(messages: Uint8Array[], dice: Dice): Uint8Array[] {
  if (messages.length === 0) return [new Uint8Array(dice.below(100))];
  const at = dice.below(messages.length);
  const message = messages[at] ?? new Uint8Array();
  switch (dice.below(9)) {
    case 0:
      return messages.toSpliced(at, 1);
    case 1:
      return messages.toSpliced(at, 0, message);
    case 2:
      return messages.toSpliced(at, 1, message.subarray(0, dice.below(message.length + 1)));
    case 3:
      return messages.toSpliced(at, 1, joined(message, new Uint8Array(1 + dice.below(40))));
    case 4:
      return messages.toSpliced(at, 1, new Uint8Array(dice.pick([0, 31, 32, 48, 64, 96, 65_536])));
    case 5: {
      const other = messages[dice.below(messages.length)] ?? message;
      return messages.toSpliced(at, 1, other);
    }
    default:
      return messages.toSpliced(at, 1, withChangedBytes(message, dice));
  }
}

function withChangedBytes(message: Uint8Array, dice: Dice): Uint8Array {
  const changed = Uint8Array.from(message);
  if (changed.length === 0) return changed;
  const start = dice.below(changed.length);
  if (dice.chance(0.6)) {
    changed[start] = (changed[start] ?? 0) ^ (1 << dice.below(8));
    return changed;
  }
  // A whole run of one byte: keys of small order, zero tags, largest lengths.
  changed.fill(dice.pick(interesting), start, start + dice.pick([1, 4, 16, 32]));
  return changed;
}

/** Not by `protocol/noise`: what an input reaches there is counted. */
function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
