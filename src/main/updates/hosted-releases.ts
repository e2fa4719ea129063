import { z } from 'zod';
import type { HostedRelease } from '#ipc/updates.ts';
import { words } from '#messages/catalogue.ts';
import type { Words } from '#messages/catalogue.ts';
import { KeyCommandError } from '../hosting/key-command.ts';
import { hearProgress } from '../hosting/progress-line.ts';
import type { RunServerCommand } from '../hosting/run-installed-command.ts';
import { LocalError } from '../local-error.ts';

interface HostedReleasesDependencies {
  /** PEM, of those who make the app; null in one that came without it. */
  releaseKey: string | null;
  /** Of the server that is hosted here. */
  dataFolder: string;
  run: RunServerCommand;
  onProgress: (progress: { done: number }) => void;
}

const shownLine = z.object({
  event: z.literal('release'),
  version: z.string().nullable(),
  is_readable: z.boolean().default(true),
  files: z.array(z.object({ bytes: z.number() })).default([]),
  missing: z.array(z.string()).default([]),
});

/** The command's sentences are English and for its terminal; this is what a person is told. */
const sentences: readonly (readonly [RegExp, Words])[] = [
  [/no release in/, words('failure.release.none')],
  [/not signed by this key/, words('failure.release.unsigned')],
  [/not complete/, words('failure.release.incomplete')],
  [/damaged/, words('failure.release.damaged')],
  [/cannot be read by this version/, words('failure.release.unreadable')],
  [/no room/, words('failure.release.noRoom')],
];

/** The version of the app that the server on this computer hands on. */
export class HostedReleases {
  readonly #dependencies: HostedReleasesDependencies;

  constructor(dependencies: HostedReleasesDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws RELEASE_REFUSED, HOSTING_FAILED. */
  async show(): Promise<HostedRelease> {
    const { version, is_readable, files, missing } = await this.#run(
      ['release', 'show'],
      shownLine,
    );
    return {
      version,
      packages: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      isBroken: !is_readable || missing.length > 0,
      canCheck: this.#dependencies.releaseKey !== null,
    };
  }

  /** `file` is the release.json beside the packages. Throws RELEASE_REFUSED with nothing changed. */
  async add(file: string): Promise<HostedRelease> {
    const { releaseKey, onProgress } = this.#dependencies;
    if (releaseKey === null) throw refusal(words('failure.release.noKey'));
    const added = z.object({ event: z.literal('release-added') });
    await this.#run(['release', 'add', '--key-stdin'], added, {
      word: file,
      input: releaseKey,
      onLine: hearProgress(onProgress),
    });
    return this.show();
  }

  async remove(): Promise<HostedRelease> {
    await this.#run(['release', 'remove'], z.object({ event: z.literal('release-removed') }));
    return this.show();
  }

  async #run<S extends z.ZodType>(
    command: string[],
    schema: S,
    more: { word?: string; input?: string; onLine?: (line: string) => void } = {},
  ): Promise<z.output<S>> {
    const { dataFolder, run } = this.#dependencies;
    const given = more.word === undefined ? [] : ['--', more.word];
    try {
      const typed = [...command, '--data', dataFolder, '--json', ...given];
      return await run(typed, more.input ?? '', schema, more.onLine);
    } catch (error) {
      if (!(error instanceof KeyCommandError)) throw error;
      const known = sentences.find(([pattern]) => pattern.test(error.message));
      throw refusal(known?.[1] ?? words('failure.RELEASE_REFUSED'), error);
    }
  }
}

function refusal(why: Words, cause?: unknown): LocalError {
  return new LocalError('RELEASE_REFUSED', why, { cause });
}
