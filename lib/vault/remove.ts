import { spawnSync } from 'node:child_process';
import type { FoundEngine } from '../find-engine.ts';
import type { Ending } from '../process/ending.ts';

const TRIES = 4;
const PAUSE_MS = 150;

/**
 * Ends and removes a container whose client was killed or told to end: the container does not end with it, and one
 * that was just being made would stay for ever, with the passphrase in its description. At once, for this process may
 * be about to end.
 * @param ending how its client ended
 */
export function removeContainer(
  { engine, path }: FoundEngine,
  name: string,
  env: NodeJS.ProcessEnv,
  ending: Ending,
): void {
  // A client that ended by itself has left nothing half made.
  const tries = 'signal' in ending ? TRIES : 1;
  for (let left = tries; left > 0; left -= 1) {
    const { stdout } = spawnSync(path, [...engine.remove, name], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 30_000,
    });
    // What was removed is named there; the status is 0 either way.
    if (stdout?.toString().trim()) return;
    // The daemon may be making it still.
    if (left > 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
}
