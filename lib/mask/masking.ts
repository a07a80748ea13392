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
import { secretsOf } from './secrets.ts';
import { maskedStreams } from './streams.ts';

/**
 * A {@link supervise} that masks the secrets among the variables in what the program prints to stdout and stderr,
 * where these are no terminals; a terminal is the program's own as ever.
 * @returns a function that also throws Failed 'mask', 'runtime-folder' and 'output'
 */
export function masking(
  variables: readonly (readonly [name: string, value: string])[],
  report: Report,
): Supervise {
  const streams = maskedStreams();
  if (streams.length === 0) {
    report.notice('nothing is masked: stdout and stderr are terminals');
    return supervise;
  }
  const needles = new Needles(secretsOf(variables).flatMap(formsOf));
  return async (command, args, options) => {
    const folders = runtimeFolders(options.env);
    const pipes = streams.map(fds => ({ fds, ...makePipe(folders, options.env) }));
    const own = pipes.flatMap(({ fds, writer }) => fds.map(fd => [fd, writer] as const));
    const descriptors = new Map([...(options.descriptors ?? []), ...own]);
    const running = supervise(command, args, { ...options, descriptors });
    // The child's are the only ones left, so that its end is the end of what we read.
    for (const { writer } of pipes) closeSync(writer);
    const pumps = pipes.map(({ fds: [fd = 1], reader }) =>
      pump(reader, new MaskedOutput(fd, new Masker(needles))),
    );
    const ending = await running;
    await Promise.all(pumps.map(({ finish }) => finish()));
    return ending;
  };
}
