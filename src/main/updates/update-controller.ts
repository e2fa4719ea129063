import { ClientError } from '#client/client-error.ts';
import type { Releases } from '#client/releases.ts';
import type { UpdateState } from '#ipc/updates.ts';
import { AppError } from '#protocol/errors.ts';
import type { Log } from '../logging/log.ts';
import { fetchReleaseFile } from './release-download.ts';
import { fileFor, isNewer, openRelease, ReleaseRefused } from './release-signature.ts';
import type { Installation } from './release-signature.ts';

export interface UpdateOptions {
  /** PEM, Ed25519; null in an app that came without one, which then never asks. */
  releaseKey: string | null;
  /** Of the app that runs. */
  version: string;
  installation: Installation;
  folder: string;
  install: (file: string) => Promise<void>;
  onChanged: (state: UpdateState) => void;
  log: Log;
}

const none: UpdateState = { status: 'none' };

/** Looks for a newer app at the server, and only there; fetches it, and keeps it until it is installed. */
export class UpdateController {
  readonly #options: UpdateOptions;
  #state: UpdateState = none;
  #file: string | null = null;
  #looking: Promise<void> | null = null;

  constructor(options: UpdateOptions) {
    this.#options = options;
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** To be called whenever the server is reached; one look at a time. */
  look(releases: Pick<Releases, 'offered' | 'piece'>): Promise<void> {
    this.#looking ??= this.#look(releases).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Does nothing while none is ready. */
  async install(): Promise<void> {
    if (this.#state.status === 'ready' && this.#file !== null) {
      await this.#options.install(this.#file);
    }
  }

  async #look(releases: Pick<Releases, 'offered' | 'piece'>): Promise<void> {
    const { releaseKey, version, installation, folder, log } = this.#options;
    if (releaseKey === null) return;
    try {
      const signed = await releases.offered();
      if (signed === null) return;
      const manifest = openRelease(signed, releaseKey);
      const file = fileFor(manifest, installation);
      // An older one may be offered by whoever would like to have its holes back.
      if (!isNewer(manifest.version, version)) return;
      if (file === undefined) {
        this.#change({ status: 'missing', version: manifest.version });
        return;
      }
      if (this.#state.status === 'ready' && !isNewer(manifest.version, this.#state.version)) return;
      this.#change({ status: 'downloading', version: manifest.version });
      this.#file = await fetchReleaseFile(file, folder, (name, first) =>
        releases.piece(name, first),
      );
      this.#change({ status: 'ready', version: manifest.version, kind: installation.kind });
    } catch (error) {
      if (error instanceof ReleaseRefused) this.#refuse(error);
      // The connection was lost, or the release taken back: what is there is gone on with at the next look.
      else if (error instanceof AppError || error instanceof ClientError) this.#change(none);
      else {
        log.error('The update could not be kept', error);
        this.#change(none);
      }
    }
  }

  #refuse({ message }: ReleaseRefused): void {
    this.#options.log.warn(`The release that the server offers is refused: ${message}`);
    const version = this.#state.status === 'none' ? '' : this.#state.version;
    this.#change({ status: 'refused', version });
  }

  #change(state: UpdateState): void {
    if (state.status !== 'ready') this.#file = null;
    this.#state = state;
    this.#options.onChanged(state);
  }
}
