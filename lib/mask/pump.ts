import { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { codeOf, Failed } from '../errors.ts';
import type { MaskedOutput } from './masked-output.ts';

/** What somebody whom the child left behind may still have to say is awaited as long as it is not silent for this. */
const QUIET_LOOKS = 20;
const LOOK_MS = 50;

/** Carries what comes out of a pipe to an output. */
export interface Pump {
  /**
   * Waits, once the child has ended, for the last byte to be taken.
   * @throws Failed 'output' where it could not be written, and nobody had stopped reading
   */
  finish: () => Promise<void>;
}

/**
 * Starts to carry. Where nobody reads the output on (`| head -1`) the pipe is closed, so that the child gets the
 * SIGPIPE that it would have got from the output itself.
 * @param reader the pipe's end, which is closed at the end
 */
export function pump(reader: number, output: MaskedOutput): Pump {
  const source = new Socket({ fd: reader, readable: true, writable: false });
  source.on('error', error => output.destroy(error));
  source.pipe(output);
  let problem: string | undefined;
  const carried = finished(output)
    .catch(error => {
      problem = codeOf(error);
    })
    .finally(() => source.destroy());
  return {
    finish: async () => {
      let quiet = 0;
      let moves: number | undefined;
      // In looks and not in time: a process that was stopped for a while has not listened meanwhile.
      const look = setInterval(() => {
        quiet = output.moves !== undefined && output.moves === moves ? quiet + 1 : 0;
        moves = output.moves;
        // A daemon that keeps the pipe open would keep us for ever.
        if (quiet < QUIET_LOOKS) return;
        source.destroy();
        output.end();
      }, LOOK_MS);
      await carried;
      clearInterval(look);
      if (problem !== undefined && problem !== 'EPIPE') {
        throw new Failed({ kind: 'output', code: problem });
      }
    },
  };
}
