import { spawn, spawnSync } from 'node:child_process';
import type { FoundEngine } from '../host/find-engine.ts';
import type { Ending } from '../process/ending.ts';
import { withNamedPath } from '../process/on-path.ts';

const TRIES = 4;
const PAUSE_MS = 150;
/** So long an engine may take that hangs; what it is told then it may do when it wakes. */
const PATIENCE_MS = 5000;
/** Tries beside nobody, for half a minute: a daemon under load may have its client's order to make it still. */
const LATER = 'for s in 1 1 2 4 8 16; do sleep $s; [ -z "$("$@")" ] || exit; done';

/**
 * Ends and removes a container whose client was killed or told to end: the container does not end with it, and one
 * that was just being made would stay for ever, with the passphrase in its description. At once, for this process may
 * be about to end; what is not there yet is looked for a while longer by a process of its own.
 * @param ending how its client ended
 */
export function removeContainer(
  { engine, path }: Pick<FoundEngine, 'engine' | 'path'>,
  name: string,
  env: NodeJS.ProcessEnv,
  ending: Ending,
  patienceMs = PATIENCE_MS,
): void {
  const words = [...engine.remove, name];
  // Docker's client ends with 143 at a TERM while the daemon goes on; only with 0 nothing is half made.
  const whole = 'status' in ending && ending.status === 0;
  const tries = whole ? 1 : TRIES;
  for (let left = tries; left > 0; left -= 1) {
    const { stdout, error } = spawnSync(path, words, {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: patienceMs,
      killSignal: 'SIGKILL',
    });
    // What was removed is named there; the status is 0 either way.
    if (stdout?.toString().trim()) return;
    if (error) break;
    // The daemon may be making it still.
    if (left > 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
  if (whole) return;
  const args = ['-c', LATER, 'vaultrun', path, ...words];
  spawn('/bin/sh', args, { env: withNamedPath(env), stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
