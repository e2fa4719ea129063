import type { ChosenFile } from '#ipc/attachments.ts';
import { call } from '../../lib/bridge.ts';
import { t } from '../../lib/messages/catalogue.ts';
import { attempt, ignoreShownInPlace } from '../../lib/report-error.ts';
import { toasts } from '../../lib/toasts.state.svelte.ts';
import type { FilesToSend } from './chosen-files.state.svelte.ts';
import { Microphone } from './microphone.ts';
import { waveformOf } from './waveform.ts';

/** At 32 kbit/s about 7 MB; the recording is in memory until it ends. */
const recordingMaxSeconds = 1_800;

export interface VoiceNote {
  file: ChosenFile;
  seconds: number;
  waveform: number[];
}

/** A voice note from the first sound to its being sent. */
export class VoiceRecorder {
  status = $state<'idle' | 'starting' | 'recording' | 'ready'>('idle');
  seconds = $state(0);
  /** The last few seconds' loudness, 0 to 100. */
  recent = $state.raw<readonly number[]>([]);
  note = $state.raw<VoiceNote | null>(null);
  #microphone: Microphone | null = null;
  #levels: number[] = [];

  async start(): Promise<void> {
    if (this.status !== 'idle') return;
    this.status = 'starting';
    this.#levels = [];
    this.seconds = 0;
    const microphone = await attempt(
      () => Microphone.start((level) => this.#hear(level)),
      () => toasts.show({ kind: 'error', text: t('voice.refused') }),
    );
    // The person may have turned away while the system asked.
    const isWanted = this.#isStill('starting');
    if (microphone === undefined || !isWanted) {
      microphone?.giveUp();
      if (isWanted) this.status = 'idle';
      return;
    }
    this.#microphone = microphone;
    this.status = 'recording';
  }

  /** Ends the recording; what was recorded can be heard, sent or dropped. */
  async stop(): Promise<void> {
    const microphone = this.#microphone;
    this.#microphone = null;
    if (microphone === null) return;
    const { bytes, seconds } = await microphone.stop();
    const added = await attempt(() => call('addPastedFile', { name: fileName(), bytes }));
    if (added === undefined || !('chosen' in added)) {
      this.status = 'idle';
      return;
    }
    this.note = { file: added.chosen, seconds, waveform: waveformOf(this.#levels) };
    this.status = 'ready';
  }

  drop(): void {
    this.#microphone?.giveUp();
    this.#microphone = null;
    const id = this.note?.file.id;
    this.note = null;
    this.status = 'idle';
    // What main keeps of it goes with the app at the latest.
    if (id !== undefined) void attempt(() => call('removeChosenFile', { id }), ignoreShownInPlace);
  }

  /** Hands the note over for sending; stops first where it still records. */
  async take(): Promise<FilesToSend> {
    if (this.status === 'recording') await this.stop();
    const { note } = this;
    if (note === null) return [];
    this.note = null;
    this.status = 'idle';
    const voice = { duration_seconds: note.seconds, waveform: note.waveform };
    return [{ chosen_id: note.file.id, voice }];
  }

  #hear(level: number): void {
    this.#levels.push(level);
    this.recent = this.#levels.slice(-60).map((each) => Math.min(100, Math.round(each * 300)));
    this.seconds = this.#microphone?.seconds ?? 0;
    if (this.seconds >= recordingMaxSeconds) void attempt(() => this.stop());
  }

  #isStill(status: VoiceRecorder['status']): boolean {
    return this.status === status;
  }
}

function fileName(): string {
  return `${t('voice.name')}.weba`;
}
