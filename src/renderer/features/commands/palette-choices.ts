import type { Chat } from '../../app/chat.ts';
import { t } from '../../lib/messages/catalogue.ts';
import { attempt } from '../../lib/report-error.ts';
import { partnerOf, pictureOf, titleOf } from '../conversations/describe.ts';
import { openDirect } from '../people/open-direct.ts';
import { markedName } from '../people/marked-name.ts';
import type { Command } from './command-list.ts';
import { bestFitting } from './fuzzy.ts';
import type { KeyChord } from './key-chord.ts';
import { focusComposer } from './window-parts.ts';

export interface Choice {
  key: string;
  title: string;
  /** Whose face stands beside it. */
  face?: { id: string; username?: string | undefined; group: boolean; picture: string | null };
  chord?: KeyChord | undefined;
  run: () => void;
}

export interface ChoiceGroup {
  title: string;
  choices: Choice[];
}

const shownMax = 7;

/** What the palette offers for what is typed; groups with nothing in them are left out. */
export function choicesFor(chat: Chat, commands: readonly Command[], query: string): ChoiceGroup[] {
  return [
    { title: t('palette.conversations'), choices: conversationChoices(chat, query) },
    { title: t('palette.people'), choices: query.trim() === '' ? [] : peopleChoices(chat, query) },
    { title: t('palette.actions'), choices: actionChoices(commands, query) },
  ].filter(({ choices }) => choices.length > 0);
}

function conversationChoices(chat: Chat, query: string): Choice[] {
  const { conversations, navigation, ownId } = chat;
  const all = [...conversations.active, ...conversations.archived];
  const textsOf = (one: (typeof all)[number]) => [
    titleOf(one, ownId),
    ...one.participants.filter(({ user_id }) => user_id !== ownId).map((other) => other.username),
  ];
  return bestFitting(all, query, textsOf, shownMax).map((conversation) => {
    const partner = partnerOf(conversation, ownId);
    return {
      key: conversation.id,
      title: titleOf(conversation, ownId),
      face: {
        id: partner?.user_id ?? conversation.id,
        username: partner?.username,
        group: conversation.conversation_type === 'group',
        picture: pictureOf(conversation, ownId),
      },
      run: () => {
        // The one that is open already stays, so nothing new would take the keyboard.
        if (navigation.conversationId === conversation.id) focusComposer();
        else navigation.openConversation(conversation.id);
      },
    };
  });
}

/** Friends with whom there is no conversation yet: the others stand among the conversations. */
function peopleChoices(chat: Chat, query: string): Choice[] {
  const strangers = chat.people.friends.filter(
    ({ user }) => chat.conversations.directWith(user.id) === undefined,
  );
  return bestFitting(
    strangers,
    query,
    ({ user }) => [user.display_name, user.username],
    shownMax,
  ).map(({ user }) => ({
    key: user.id,
    title: markedName(user),
    face: { id: user.id, username: user.username, group: false, picture: user.avatar_url },
    run: () => void attempt(() => openDirect(chat, user.id)),
  }));
}

function actionChoices(commands: readonly Command[], query: string): Choice[] {
  const offered = commands.filter(({ isStep }) => !isStep);
  return bestFitting(offered, query, ({ label }) => [t(label)], offered.length).map(
    ({ label, keys, run }) => ({ key: label, title: t(label), chord: keys[0], run }),
  );
}
