import { describe, expect, it } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { RecordQueue } from '#server/sealed/record-queue.ts';
import { SharedText } from '#server/ws/shared-text.ts';
import { openAll, sealedPair } from '../../noise/sealed-pair.ts';

function setUp() {
  const { client, server } = sealedPair({ receiveMaxBytes: limits.sealedAnswerMaxBytes });
  const sent: Uint8Array[] = [];
  const network = { buffered: 0, overflows: 0 };
  const queue = new RecordQueue(
    {
      sendFrame: (frame) => sent.push(frame),
      bufferedBytes: () => network.buffered,
      cork: (work) => {
        work();
      },
      end: () => undefined,
    },
    server,
    () => {
      network.overflows += 1;
    },
  );
  const received = () => sent.splice(0).map((frame) => openAll(client, [frame]));
  return { queue, network, sent, received };
}

describe('texts on their way out', () => {
  it('wait while the network takes nothing, and keep their order', () => {
    const { queue, network, received } = setUp();
    queue.push('1');
    network.buffered = limits.socketBackpressureMaxBytes;
    queue.push('2');
    queue.push('3');
    expect(received()).toEqual([1]);
    queue.drain();
    expect(received()).toEqual([]);
    network.buffered = 0;
    // What is new must not overtake what waits.
    queue.push('4');
    expect(received()).toEqual([]);
    queue.drain();
    expect(received()).toEqual([2, 3, 4]);
  });

  it('that come together share a frame, also behind others', () => {
    const { queue, network, sent, received } = setUp();
    const events = ['{"event":1}', '{"event":2}'].map((text) => SharedText.of(text));
    queue.pushAll(events);
    expect(sent).toHaveLength(1);
    network.buffered = limits.socketBackpressureMaxBytes;
    queue.push('3');
    queue.pushAll(events);
    network.buffered = 0;
    queue.drain();
    expect(sent).toHaveLength(3);
    const lines = { kind: 'json-lines', texts: ['{"event":1}', '{"event":2}'] };
    expect(received()).toEqual([lines, 3, lines]);
  });

  it('are given up together when one who reads nothing has made too many wait', () => {
    const { queue, network, received } = setUp();
    network.buffered = limits.socketBackpressureMaxBytes;
    const large = JSON.stringify('x'.repeat(limits.sealedAnswerMaxBytes / 4));
    for (let count = 0; count < 4; count += 1) queue.push(large);
    expect(network.overflows).toBe(1);
    network.buffered = 0;
    queue.drain();
    expect(received()).toEqual([]);
  });
});
