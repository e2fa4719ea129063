import { describe, expect, test } from 'vitest';
import { Timeline } from '../../../src/renderer/features/messages/timeline.state.svelte.ts';
import { installFakeBridge } from './support/fake-bridge.ts';
import { ownId, roomId } from './support/samples.ts';
import { contents, loaded, page } from './support/timelines.ts';

describe('what was kept long enough', () => {
  test('goes, and nothing older is asked for', async () => {
    const { timeline, bridge } = await loaded([page(60, 11), page(10, 3)]);
    timeline.expired(30);
    expect(timeline.entries[0]?.message?.seq).toBe(30);
    expect(timeline.hasOlder).toBe(false);
    await timeline.loadOlder();
    expect(bridge.calls.filter(({ name }) => name === 'listMessages')).toHaveLength(1);
  });

  test('is not in a page that was on its way, either', async () => {
    const timeline = new Timeline(roomId, ownId);
    installFakeBridge({
      listMessages: () => {
        timeline.expired(3);
        return page(4, 1);
      },
      listOutgoing: () => [],
    });
    await timeline.load(0);
    expect(contents(timeline)).toEqual(['message 3', 'message 4']);
  });

  test('may be all there is', async () => {
    const { timeline } = await loaded([page(2, 1)]);
    timeline.expired(3);
    expect(contents(timeline)).toEqual([]);
    expect(timeline.hasOlder).toBe(false);
  });
});
