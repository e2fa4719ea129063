const samplesPerSecond = 16_000;
const bars = 48;

/** How loud it is at a moment, 0 to 1: words with pauses between them. */
function loudnessAt(seconds: number): number {
  const word = Math.abs(Math.sin(seconds * 2.9)) * (0.55 + 0.45 * Math.sin(seconds * 7.3));
  const isPause = Math.sin(seconds * 1.7) < -0.82;
  return isPause ? 0.04 : Math.max(0.08, word);
}

/** A WAV file of something like a voice: a hum that rises and falls as speech does. */
export function spokenNote(seconds: number): Buffer {
  const count = samplesPerSecond * seconds;
  const samples = Buffer.alloc(2 * count);
  for (let index = 0; index < count; index += 1) {
    const at = index / samplesPerSecond;
    const pitch = 130 + 24 * Math.sin(at * 5.1);
    const tone = [1, 2, 3].reduce(
      (sum, overtone) => sum + Math.sin(2 * Math.PI * pitch * overtone * at) / overtone,
      0,
    );
    samples.writeInt16LE(Math.round(9_000 * loudnessAt(at) * tone), 2 * index);
  }
  return Buffer.concat([wavHead(samples.length), samples]);
}

export function waveformOf(seconds: number): number[] {
  return Array.from({ length: bars }, (_, index) =>
    Math.round(100 * loudnessAt((index / bars) * seconds)),
  );
}

function wavHead(byteCount: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + byteCount, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(samplesPerSecond, 24);
  head.writeUInt32LE(2 * samplesPerSecond, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(byteCount, 40);
  return head;
}
