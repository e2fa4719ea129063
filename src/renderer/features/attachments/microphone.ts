const type = 'audio/webm;codecs=opus';
const levelEveryMs = 50;

export interface Recording {
  bytes: Uint8Array<ArrayBuffer>;
  seconds: number;
}

/** A page over plain HTTP is given none. */
export function hasMicrophone(): boolean {
  return 'mediaDevices' in navigator;
}

/** Records from the microphone until it is stopped or given up. */
export class Microphone {
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #context = new AudioContext();
  readonly #parts: Blob[] = [];
  readonly #startedAt = performance.now();
  readonly #timer: number;

  /** Asks for the microphone. `onLevel` gets the loudness, 0 to 1, twenty times a second. */
  static async start(onLevel: (level: number) => void): Promise<Microphone> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    return new Microphone(stream, onLevel);
  }

  private constructor(stream: MediaStream, onLevel: (level: number) => void) {
    this.#stream = stream;
    this.#recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32_000 });
    this.#recorder.ondataavailable = ({ data }) => this.#parts.push(data);
    this.#recorder.start(1_000);
    const analyser = this.#context.createAnalyser();
    this.#context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = window.setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      onLevel(Math.min(1, Math.sqrt(power)));
    }, levelEveryMs);
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1_000;
  }

  async stop(): Promise<Recording> {
    const { seconds } = this;
    const stopped = new Promise((resolve) => (this.#recorder.onstop = resolve));
    this.#recorder.stop();
    await stopped;
    this.#release();
    const bytes = new Uint8Array(await new Blob(this.#parts, { type }).arrayBuffer());
    return { bytes, seconds };
  }

  giveUp(): void {
    this.#recorder.ondataavailable = null;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#release();
  }

  #release(): void {
    window.clearInterval(this.#timer);
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#context.close();
  }
}
