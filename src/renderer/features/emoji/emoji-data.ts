/** One emoji as the picker offers it. */
export interface Emoji {
  emoji: string;
  /** What it shows, in English, for tooltips and screen readers. */
  name: string;
  /** Everything by which it is found, in lower case. */
  words: readonly string[];
  group: EmojiGroup;
  /** The version of Unicode's emoji that brought it. */
  version: number;
  /** By skin tone, 1 to 5; empty where there are none. */
  tones: readonly string[];
}

export const emojiGroups = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type EmojiGroup = (typeof emojiGroups)[number];

/** The numbers that the data gives its groups; 2 is that of skin tones alone. */
const groupNumbers: readonly (EmojiGroup | null)[] = [
  'smileys',
  'people',
  null,
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
];

interface DataEntry {
  emoji: string;
  annotation: string;
  tags?: string[];
  shortcodes?: string[];
  group: number;
  version: number;
  skins?: { emoji: string; tone: number | number[] }[];
}

/** The data comes with the app, in a file of its own that is read when the picker first opens. */
export async function loadEmoji(): Promise<Emoji[]> {
  const { default: data } = await import('emoji-picker-element-data/en/emojibase/data.json');
  return (data as unknown as DataEntry[]).flatMap((entry) => {
    const group = groupNumbers[entry.group];
    return group ? [toEmoji(entry, group)] : [];
  });
}

function toEmoji(entry: DataEntry, group: EmojiGroup): Emoji {
  const { emoji, annotation, tags = [], shortcodes = [], version, skins = [] } = entry;
  const sources = [annotation, ...tags, ...shortcodes].join(' ').toLowerCase();
  return {
    emoji,
    name: annotation,
    words: [...new Set(sources.split(/[\s_:,-]+/).filter(Boolean))],
    group,
    version,
    tones: [1, 2, 3, 4, 5].flatMap((tone) => skins.find((skin) => skin.tone === tone)?.emoji ?? []),
  };
}

/** In the skin tone asked for, where it comes in several. */
export function inTone({ emoji, tones }: Emoji, skinTone: number): string {
  return tones[skinTone - 1] ?? emoji;
}

/** Those of which every word of the query begins a word; the closest first. */
export function searchEmoji(all: readonly Emoji[], query: string, most: number): Emoji[] {
  const wanted = query.trim().toLowerCase();
  const parts = wanted.split(/[\s_:-]+/).filter(Boolean);
  if (parts.length === 0) return [];
  const rank = ({ name, words }: Emoji) => {
    if (name.toLowerCase() === wanted) return 0;
    return parts.every((part) => words.includes(part)) ? 1 : 2;
  };
  return all
    .filter(
      ({ emoji, words }) =>
        emoji === wanted || parts.every((part) => words.some((word) => word.startsWith(part))),
    )
    .map((found) => ({ found, rank: rank(found) }))
    .sort((first, second) => first.rank - second.rank)
    .slice(0, most)
    .map(({ found }) => found);
}
