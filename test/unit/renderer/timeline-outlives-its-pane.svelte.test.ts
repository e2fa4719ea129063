import { expect, test } from 'vitest';
import { Timeline } from '../../../src/renderer/features/messages/timeline.state.svelte.ts';
import { installFakeBridge } from './support/fake-bridge.ts';
import { message, ownId, roomId } from './support/samples.ts';

test('what comes while nobody looks is there when somebody looks again', async () => {
  installFakeBridge({ listMessages: () => [message(1)], listOutgoing: () => [] });
  const made: Timeline[] = [];
  const leave = $effect.root(() => {
    const timeline = $derived(new Timeline(roomId, ownId));
    $effect(() => void made.push(timeline));
  });
  await Promise.resolve();
  const [timeline] = made;
  await timeline?.load(0);
  expect(timeline?.entries).toHaveLength(1);
  leave();
  timeline?.receive(message(2));
  expect(timeline?.entries).toHaveLength(2);
});
