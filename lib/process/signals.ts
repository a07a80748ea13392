import { closeSync, openSync } from 'node:fs';

/** What a program is asked to end with, or told something by. */
export const USUAL: readonly NodeJS.Signals[] = [
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGINT',
];

/**
 * What ends a process by default and can be listened to: https://man7.org/linux/man-pages/man7/signal.7.html. Not PIPE and
 * XFSZ, which Node ignores, and not the faults: a listener would have a real one come back without end
 * (https://nodejs.org/api/process.html#signal-events).
 */
export const ENDING: readonly NodeJS.Signals[] = [
  ...USUAL,
  'SIGABRT',
  'SIGALRM',
  'SIGPROF',
  'SIGSYS',
  'SIGTRAP',
  'SIGVTALRM',
  'SIGXCPU',
  // Elsewhere there is none of that name, or it ends nothing.
  ...(process.platform === 'linux' ? (['SIGIO', 'SIGPWR', 'SIGSTKFLT'] as const) : []),
];

/** Of these, the ones that are always meant for the child; a terminal sends INT to it by itself. */
export const FORWARDED = ENDING.filter(signal => signal !== 'SIGINT');

/** Opens the terminal that the process belongs to, for reading and writing; undefined: there is none. */
export function openTerminal(): number | undefined {
  try {
    return openSync('/dev/tty', 'r+');
  } catch {
    return undefined;
  }
}

/** A terminal has already sent its ^C to the whole process group; a second one would be one too many. */
export function hasTerminal(): boolean {
  const fd = openTerminal();
  if (fd !== undefined) closeSync(fd);
  return fd !== undefined;
}

/** Listens to signals until the returned function is called. */
export function listen(
  signals: readonly NodeJS.Signals[],
  heard: (signal: NodeJS.Signals) => void,
): () => void {
  for (const signal of signals) process.on(signal, heard);
  return () => {
    for (const signal of signals) process.off(signal, heard);
  };
}
