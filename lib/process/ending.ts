import { constants } from 'node:os';
import { keepOutOfCoreDumps } from './core-dumps.ts';
import { listen } from './signals.ts';

/** How a process ended: with a status, or by a signal. */
export type Ending = { status: number } | { signal: NodeJS.Signals };

/** Node's pair of code and signal as an ending. */
export function toEnding(code: number | null, signal: NodeJS.Signals | null): Ending {
  return signal === null ? { status: code ?? 1 } : { signal };
}

/**
 * Makes a child's ending this process's own: its status is returned; its signal is sent to ourselves, so that make
 * and shells see it, and is on its way when this returns.
 */
export function endLike(ending: Ending): number {
  if ('status' in ending) return ending.status;
  const { signal } = ending;
  keepOutOfCoreDumps();
  // Node ignores SIGPIPE and starts its inspector at SIGUSR1; a listener that comes and goes leaves the default.
  if (signal !== 'SIGKILL') listen([signal], () => {})();
  // The one that keeps the inspector shut goes with the last of the others, which have to do their work before.
  if (signal === 'SIGUSR1' && process.listenerCount(signal) === 1)
    process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  return 128 + constants.signals[signal];
}
