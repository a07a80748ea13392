import { closeSync, openSync } from 'node:fs';

/** The signals that reach vaultrun and are meant for its child. */
export const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

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
