import type { Message } from '#protocol/messages.ts';
import { Timeline } from '../../../../src/renderer/features/messages/timeline.state.svelte.ts';
import { installFakeBridge } from './fake-bridge.ts';
import { message, ownId, roomId } from './samples.ts';
import type { outgoing } from './samples.ts';

/** A timeline after its first page, which is the first of `pages`. */
export async function loaded(pages: Message[][], waiting = [] as ReturnType<typeof outgoing>[]) {
  const bridge = installFakeBridge({
    listMessages: () => pages.shift() ?? [],
    listOutgoing: () => waiting,
  });
  const timeline = new Timeline(roomId, ownId);
  await timeline.load(0);
  return { timeline, bridge };
}

export const contents = (timeline: Timeline) => timeline.entries.map((entry) => entry.content);
/** A full page, newest first, that ends with the message `to`. */
export const page = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => message(from - index));
