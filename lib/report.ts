import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** What vaultrun says beside the container's own words: always on stderr, one line each. */
export interface Report {
  notice: (text: string) => void;
  /** what has to be known whatever is quiet */
  announce: (text: string) => void;
  /** a step with its time, for --verbose; it never holds a value */
  step: (text: string) => void;
}

export function reportTo(
  { quiet, verbose }: { quiet: boolean; verbose: boolean },
  write: (text: string) => void = toStderr,
): Report {
  const tell = (text: string) => write(`vaultrun: ${oneLine(text)}\n`);
  return {
    notice: text => {
      if (!quiet) tell(text);
    },
    announce: tell,
    step: text => {
      if (verbose) write(`vaultrun: ${performance.now().toFixed(0)} ms: ${oneLine(text)}\n`);
    },
  };
}

/**
 * Writes without touching process.stderr, which would leave a pipe non-blocking for the engine to come. A stderr
 * that nobody reads is no reason to fail.
 */
export function toStderr(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Closed, or full and non-blocking.
  }
}

/** Whether stderr (or stdout: 1) is a terminal that wants colour: https://no-color.org */
export function wantsColour(env: NodeJS.ProcessEnv, fd = 2): boolean {
  return isatty(fd) && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** A text without the characters that steer a terminal, or change the order in which it shows letters. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu, '\u{fffd}');
}
