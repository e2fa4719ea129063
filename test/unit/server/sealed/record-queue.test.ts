import { describe, expect, it } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { binaryPieceMaxBytes, readBinaryRecord } from '#protocol/noise/binary-record.ts';
import type { BinaryPiece } from '#protocol/noise/binary-record.ts';
import type { SealedContent } from '#protocol/noise/record-assembler.ts';
import { RecordQueue } from '#server/sealed/record-queue.ts';
import { SharedText } from '#server/ws/shared-text.ts';
import { openAll, sealedPair } from '../../noise/sealed-pair.ts';

function setUp() {
  const { client, server } = sealedPair({ receiveMaxBytes: limits.sealedAnswerMaxBytes });
  const sent: Uint8Array[] = [];
  const network = { buffered: 0, takesAtOnce: Number.POSITIVE_INFINITY, overflows: 0 };
  const queue = new RecordQueue(
    {
      // Borrowed, as by a socket.
      sendFrame: (frame) => {
        sent.push(frame.slice());
        if (sent.length >= network.takesAtOnce)
          network.buffered = limits.socketBackpressureMaxBytes;
      },
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

function readPiece(content: unknown): BinaryPiece {
  const { kind, bytes } = content as SealedContent & { bytes: Uint8Array };
  expect(kind).toBe('binary');
  return readBinaryRecord(bytes);
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

  it('wait behind bytes, of which a slow network gets a few at a time', () => {
    const { queue, network, sent, received } = setUp();
    const bytes = Uint8Array.from(
      { length: 2 * binaryPieceMaxBytes + 3 },
      (_, index) => index % 251,
    );
    network.buffered = limits.socketBackpressureMaxBytes / 2 - 1;
    queue.push('1');
    queue.pushBytes(7, [bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
    queue.push('2');
    expect(received()).toEqual([1]);
    network.buffered = 0;
    network.takesAtOnce = 1;
    queue.drain();
    expect(sent).toHaveLength(1);
    network.buffered = 0;
    network.takesAtOnce = Number.POSITIVE_INFINITY;
    queue.drain();
    const [first, second, third, last] = received();
    expect(last).toBe(2);
    const pieces = [first, second, third].map((content) => readPiece(content));
    expect(pieces.map(({ id }) => id)).toEqual([7, 7, 7]);
    expect(Buffer.concat(pieces.map((piece) => piece.bytes)).equals(bytes)).toBe(true);
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

  it('are given up sooner when they are events, which nobody has asked for', () => {
    const { queue, network, received } = setUp();
    network.buffered = limits.socketBackpressureMaxBytes / 2;
    const event = SharedText.of(JSON.stringify('x'.repeat(limits.socketBackpressureMaxBytes / 8)));
    // Bytes in front of them are no events, and events that have gone count no more.
    queue.pushBytes(7, [new Uint8Array(limits.socketBackpressureMaxBytes)]);
    for (let count = 0; count < 3; count += 1) queue.push(event);
    expect(network.overflows).toBe(0);
    network.buffered = 0;
    queue.drain();
    received();
    network.buffered = limits.socketBackpressureMaxBytes / 2;
    for (let count = 0; count < 3; count += 1) queue.push(event);
    expect(network.overflows).toBe(0);
    queue.push(event);
    expect(network.overflows).toBe(1);
  });
});
