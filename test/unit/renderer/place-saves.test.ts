import { expect, test } from 'vitest';
import type { ReadingPlace } from '#ipc/place.ts';
import { PlaceSaves } from '../../../src/renderer/features/messages/place-saves.ts';
import { installFakeBridge } from './support/fake-bridge.ts';
import { roomId } from './support/samples.ts';

const place: ReadingPlace = {
  conversation_id: roomId,
  message_id: null,
  offset_px: 0,
  newest_seq: 7,
};

function savesAt(current: () => ReadingPlace | null) {
  const kept: unknown[] = [];
  installFakeBridge({
    setReadingPlace: (given) => {
      kept.push(given);
    },
  });
  return { saves: new PlaceSaves(current), kept };
}

test('who leaves at once what the app began at does not begin there again', () => {
  const { saves, kept } = savesAt(() => null);
  saves.wentBack(place);
  saves.save();
  expect(kept).toEqual([null]);
});

test('while nothing was open yet, what was kept stays', () => {
  const { saves, kept } = savesAt(() => null);
  saves.save();
  expect(kept).toEqual([]);
});
