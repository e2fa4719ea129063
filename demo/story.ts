import type { OutgoingDraft } from '#client/chat-client.ts';
import type { FileName } from './files.ts';
import type { Member } from './people.ts';

// A week in a workshop, as its people might have written it.

/** Days before today and a time of day, or minutes before now. */
export type When = readonly [daysAgo: number, time: `${string}:${string}`] | number;

export interface Line {
  by: Member;
  at: When;
  text: string;
  /** The index, within the conversation, of the message that this one answers. */
  replyTo?: number;
  timerSeconds?: NonNullable<OutgoingDraft['self_destruct_timer']>;
  files?: readonly FileName[];
  /** What its author made of it soon after. */
  edited?: string;
  /** Its author took it back. */
  isDeleted?: true;
  reactions?: Readonly<Record<string, readonly Member[]>>;
}

/** What is done to a group. */
export interface Happening {
  by: Member;
  at: When;
  does:
    | { rename: string }
    | { add: Member }
    | { remove: Member }
    | { makeAdmin: Member }
    | { givePicture: true };
}

export interface Story {
  /** The first makes the conversation. */
  members: readonly Member[];
  name?: string;
  lines: readonly Line[];
  happenings?: readonly Happening[];
  /** How many of the last lines Anna has not read. */
  unread?: number;
  /** Those who have not read anything lately. */
  away?: readonly Member[];
  /** What Anna has begun to write. */
  draft?: string;
  isMuted?: true;
}

const longAddress =
  'https://harbour-workshop.example/inventory/drawers/under-the-lathe/router-bits?size=8mm&shank=6mm&sort=newest';

export const harbour: Story = {
  name: 'Boat yard',
  members: ['anna', 'ben', 'chidi', 'jose'],
  lines: [
    {
      by: 'ben',
      at: [6, '08:52'],
      text: 'Morning all ☕ The oak is here. Two planks are cupped.',
      files: ['planks', 'timber'],
    },
    { by: 'chidi', at: [6, '08:55'], text: 'Which two? I will call the mill.' },
    { by: 'ben', at: [6, '08:57'], text: 'The 34 mm ones, from the lower stack.' },
    { by: 'anna', at: [6, '09:10'], text: 'Keep them for jigs. No need to send them back.' },
    {
      by: 'jose',
      at: [6, '14:20'],
      text: 'The crane is booked for Thursday, 7:30. Could somebody move the van before that?',
    },
    { by: 'anna', at: [6, '14:31'], text: 'I’ll move it tonight.', replyTo: 4 },
    {
      by: 'ming',
      at: [4, '10:02'],
      text: 'Numbers for the **new rudder**:\n- keel line at 412 mm\n- tiller 1180 mm\n- pintles 15 mm lower than before',
      files: ['rudder'],
      reactions: { '👍': ['anna', 'ben', 'chidi'] },
    },
    { by: 'chidi', at: [4, '10:05'], text: '👏👏' },
    {
      by: 'anna',
      at: [4, '10:41'],
      text: 'That looks right to me. Cut it a touch long and we fit it to the sternpost by hand, as with the last one.',
      replyTo: 6,
    },
    { by: 'jose', at: [3, '07:48'], text: 'Crane is here 🏗️' },
    {
      by: 'ben',
      at: [3, '08:36'],
      text: 'She floats! 🎉',
      files: ['launch', 'evening', 'planks'],
      reactions: {
        '❤️': ['anna', 'chidi', 'jose', 'ming'],
        '🎉': ['jose', 'anna'],
        '⛵': ['ming'],
      },
    },
    { by: 'chidi', at: [3, '08:36'], text: '🎉🎉🎉' },
    {
      by: 'anna',
      at: [3, '08:40'],
      text: 'Well done, everybody. Cake at two.',
      edited: 'Well done, everybody. Cake at three.',
      reactions: { '🍰': ['ben', 'chidi', 'jose', 'ming'] },
    },
    { by: 'ming', at: [1, '16:12'], text: '船很漂亮，谢谢大家。' },
    { by: 'ben', at: 48, text: 'The glue has dried. I’ll take the clamps off after lunch.' },
    {
      by: 'anna',
      at: 44,
      text: 'Leave the two at the stem until tomorrow, please.',
      replyTo: 14,
    },
    { by: 'ben', at: 43, text: 'Will do.', reactions: { '🙏': ['anna'] } },
    { by: 'ming', at: 15, text: 'Has anyone seen the 8 mm router bit? The blue box is empty.' },
    { by: 'jose', at: 12, text: `In the drawer under the lathe: ${longAddress}` },
    { by: 'anna', at: 9, text: 'Found it, thank you 🙏' },
  ],
  happenings: [
    { by: 'anna', at: [6, '08:45'], does: { rename: 'Harbour workshop' } },
    { by: 'anna', at: [6, '08:46'], does: { givePicture: true } },
    { by: 'anna', at: [5, '09:00'], does: { makeAdmin: 'chidi' } },
    { by: 'chidi', at: [4, '09:55'], does: { add: 'ming' } },
  ],
};

export const others: readonly Story[] = [
  {
    members: ['anna', 'soren'],
    lines: [{ by: 'soren', at: [6, '17:30'], text: 'The keys are back on the hook.' }],
  },
  {
    members: ['anna', 'khai'],
    lines: [
      { by: 'khai', at: [5, '11:04'], text: 'Chào chị Anna! Is the Saturday course still on?' },
      { by: 'anna', at: [2, '09:15'], text: 'Yes, ten o’clock. Bring old shoes 🙂' },
    ],
    away: ['khai'],
  },
  {
    name: 'Summer exhibition: catering, transport and everything else that we keep forgetting',
    members: ['chidi', 'anna', 'priya', 'fatima'],
    lines: [
      { by: 'priya', at: [1, '18:20'], text: 'The hall holds 120 people. I asked twice.' },
      {
        by: 'chidi',
        at: [1, '18:25'],
        text: 'Then we need more benches. @anna could we borrow yours? Here is what I have so far.',
        files: ['budget'],
      },
      {
        by: 'fatima',
        at: [1, '18:31'],
        text: 'Never mind the first list, I sent the wrong one.',
        isDeleted: true,
      },
      {
        by: 'anna',
        at: [1, '18:40'],
        text: 'Of course. The van has room for twelve:\n```\nbenches = 12\npeople  = benches * 4\n```',
        reactions: { '💪': ['chidi', 'priya'] },
      },
    ],
    isMuted: true,
  },
  {
    members: ['anna', 'priya'],
    lines: [
      {
        by: 'priya',
        at: 180,
        text: 'Pneumonoultramicroscopicsilicovolcanoconiosis_is_why_we_wear_masks_when_sanding_indoors',
      },
      { by: 'priya', at: 170, text: 'Sorry, that was meant for the notice board!' },
    ],
    unread: 2,
  },
  {
    members: ['anna', 'fatima'],
    draft: 'Wonderful. I’ll be there at nine and',
    lines: [
      { by: 'anna', at: 65, text: 'How is the paint for the transom coming along?' },
      { by: 'fatima', at: 60, text: 'الطلاء جاهز، سأحضره غدًا صباحًا.' },
      { by: 'fatima', at: 59, text: 'Two litres, in “deep sea” blue.' },
      { by: 'fatima', at: 58, text: '', files: ['note'] },
    ],
  },
  {
    members: ['anna', 'ben'],
    lines: [
      { by: 'ben', at: [1, '12:10'], text: 'Lunch?' },
      { by: 'anna', at: [1, '12:11'], text: 'Five minutes.' },
      {
        by: 'anna',
        at: 30,
        text: 'The code of the tool store is 4711.',
        timerSeconds: 3_600,
      },
      { by: 'anna', at: 29, text: 'And the alarm: 0815, for ten seconds only.', timerSeconds: 10 },
      { by: 'ben', at: 28, text: 'Got it. I’ll forget it within the hour.' },
      { by: 'ben', at: 5, text: 'By the way: the lathe needs a new belt.' },
      { by: 'ben', at: 4, text: 'I can order one today if you agree.' },
      { by: 'ben', at: 3, text: 'They have two left.' },
    ],
    unread: 3,
  },
];
