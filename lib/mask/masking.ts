import { closeSync } from 'node:fs';
import { runtimeFolders } from '../nameless/runtime-folder.ts';
import { type Supervise, supervise } from '../process/supervise.ts';
import type { Report } from '../report.ts';
import { formsOf } from './forms.ts';
import { MaskedOutput } from './masked-output.ts';
import { Masker } from './masker.ts';
import { Needles } from './needles.ts';
import { makePipe } from './pipes.ts';
import { pump } from './pump.ts';
import { maskedStreams } from './streams.ts';

/** So long after its end a set's secrets are worth nothing to anybody, and are looked for no longer. */
const KEPT_MS = 3_600_000;

/** A way to run a program whose output is masked. */
export interface Masking {
  /** as {@link supervise}; it also throws Failed 'mask', 'runtime-folder' and 'output' */
  beside: Supervise;
  /**
   * Masks these as well from now on; to be told before the program can know them.
   * @param end when they end, in milliseconds
   */
  learn: (secrets: readonly string[], end: number | undefined) => void;
}

/** Masks secrets in what a program prints to stdout and stderr, where these are no terminals: those are its own as ever. */
export function masking(secrets: readonly string[], report: Report): Masking {
  const streams = maskedStreams();
  if (streams.length === 0) {
    report.notice('nothing is masked: stdout and stderr are terminals');
    return { beside: supervise, learn: () => {} };
  }
  let sets = [setOf(secrets)];
  let needles = needlesOf(sets);
  const maskers: Masker[] = [];
  const beside: Supervise = async (command, args, options) => {
    const folders = runtimeFolders(options.env);
    const pipes = streams.map(fds => ({ fds, ...makePipe(folders, options.env) }));
    const own = pipes.flatMap(({ fds, writer }) => fds.map(fd => [fd, writer] as const));
    const descriptors = new Map([...(options.descriptors ?? []), ...own]);
    const running = supervise(command, args, { ...options, descriptors });
    // The child's are the only ones left, so that its end is the end of what we read.
    for (const { writer } of pipes) closeSync(writer);
    const pumps = pipes.map(({ fds: [fd = 1], reader }) => {
      const masker = new Masker(needles);
      maskers.push(masker);
      return pump(reader, new MaskedOutput(fd, masker));
    });
    const ending = await running;
    await Promise.all(pumps.map(({ finish }) => finish()));
    return ending;
  };
  const learn: Masking['learn'] = (more, end) => {
    const worthless = Date.now() - KEPT_MS;
    sets = [...sets.filter(set => set.end > worthless), setOf(more, end)];
    needles = needlesOf(sets);
    for (const masker of maskers) masker.seek(needles);
  };
  return { beside, learn };
}

function setOf(secrets: readonly string[], end = Number.POSITIVE_INFINITY) {
  return { forms: secrets.flatMap(formsOf), end };
}

function needlesOf(sets: readonly ReturnType<typeof setOf>[]): Needles {
  return new Needles(sets.flatMap(({ forms }) => forms));
}
