import { tick } from 'svelte';
import type { Parameters, TextKey } from '#messages/catalogue.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { Chat } from '../../app/chat.ts';
import { attempt } from '../../lib/report-error.ts';
import { isMuted, mutedForGood } from '../conversations/describe.ts';
import type { KeyChord } from './key-chord.ts';
import { focusComposer, focusList, focusNextPart, focusWayTo } from './window-parts.ts';

/** A text with nothing to fill in. */
export type Label = { [K in TextKey]: Parameters<K> extends [] ? K : never }[TextKey];

export interface Command {
  label: Label;
  group: 'app' | 'conversation';
  /** The first is shown. */
  keys: readonly KeyChord[];
  run: () => void;
  /** Not offered where one chooses what to go to: it is a step from where the keyboard is. */
  isStep?: boolean;
}

/** Whether there are the parts of the app that not everybody has. */
export interface Surroundings {
  hasHosting: boolean;
}

/** Everything that has a key or stands in the palette: what binds them, and what lists them. */
export function commandsOf(chat: Chat, { hasHosting }: Surroundings): Command[] {
  const open = openConversation(chat);
  return [
    ...appCommands(chat),
    ...(hasHosting ? [hosting(chat)] : []),
    ...stepCommands(chat),
    ...(open === undefined ? [] : conversationCommands(chat, open)),
  ];
}

function openConversation({ navigation, conversations }: Chat): Conversation | undefined {
  const id = navigation.conversationId;
  return id === null ? undefined : conversations.get(id);
}

function appCommands({ commands, navigation, search }: Chat): Command[] {
  const app = (label: Label, keys: KeyChord[], run: () => void): Command => ({
    label,
    group: 'app',
    keys,
    run,
  });
  return [
    { ...app('shortcut.palette', ['mod+k'], () => (commands.open = 'palette')), isStep: true },
    app('nav.new', ['mod+n'], () => (commands.open = 'new')),
    app('shortcut.searchAll', ['mod+shift+f'], () => search.open(null)),
    app('nav.people', ['mod+shift+p'], () => navigation.openPeople()),
    app('nav.settings', ['mod+,'], () => navigation.open('settings')),
    app('shortcuts.title', ['?', 'mod+/'], () => (commands.open = 'shortcuts')),
  ];
}

function hosting({ navigation }: Chat): Command {
  const run = () => navigation.open('hosting');
  return { label: 'nav.hosting', group: 'app', keys: ['mod+shift+h'], run };
}

function stepCommands(chat: Chat): Command[] {
  const step = (label: Label, keys: KeyChord[], run: () => void): Command => ({
    label,
    group: 'app',
    keys,
    run,
    isStep: true,
  });
  return [
    step('shortcut.next', ['alt+arrowdown'], () => goTo(chat, neighbour(chat, 1))),
    step('shortcut.previous', ['alt+arrowup'], () => goTo(chat, neighbour(chat, -1))),
    {
      ...step('shortcut.nextUnread', ['alt+shift+arrowdown'], () => goTo(chat, nextUnread(chat))),
      isStep: false,
    },
    step('shortcut.region', ['f6'], () => focusNextPart(1)),
    step('shortcut.regionBack', ['shift+f6'], () => focusNextPart(-1)),
    step('shortcut.leave', ['alt+arrowleft'], () => leave(chat)),
  ];
}

function conversationCommands(chat: Chat, open: Conversation): Command[] {
  const { conversations, navigation, search } = chat;
  const here = (label: Label, keys: KeyChord[], run: () => void): Command => ({
    label,
    group: 'conversation',
    keys,
    run,
  });
  return [
    here('search.here', ['mod+f'], () => search.open(open.id)),
    here('shortcut.composer', ['mod+j'], focusComposer),
    here('shortcut.mute', ['mod+shift+m'], () => {
      const muted_until = isMuted(open, Date.now()) ? null : mutedForGood;
      void attempt(() => conversations.update(open.id, { muted_until }));
    }),
    here('shortcut.archive', ['mod+shift+a'], () => {
      const is_archived = !open.is_archived;
      void attempt(async () => {
        await conversations.update(open.id, { is_archived });
        if (is_archived) navigation.back();
      });
    }),
  ];
}

function goTo({ navigation }: Chat, conversation: Conversation | undefined): void {
  if (conversation) navigation.openConversation(conversation.id);
}

/** What is open closes, and the keyboard is at what leads there. */
function leave({ navigation }: Chat): void {
  const { view } = navigation;
  navigation.back();
  if (view.name === 'none') focusList(null);
  else void tick().then(() => focusWayTo(view));
}

function neighbour({ conversations, navigation }: Chat, step: 1 | -1): Conversation | undefined {
  const { active } = conversations;
  const index = active.findIndex(({ id }) => id === navigation.conversationId);
  if (index === -1) return step === 1 ? active[0] : active.at(-1);
  return active[index + step];
}

/** The first below the open one, and then from the top. */
function nextUnread({ conversations, navigation }: Chat): Conversation | undefined {
  const { active } = conversations;
  const index = active.findIndex(({ id }) => id === navigation.conversationId);
  const inTurn = [...active.slice(index + 1), ...active.slice(0, Math.max(index, 0))];
  return inTurn.find(({ unread_count }) => unread_count > 0);
}
