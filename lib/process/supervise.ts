import { spawn } from 'node:child_process';
import { withCallersCoreDumps } from './core-dumps.ts';
import { type Ending, toEnding } from './ending.ts';
import { FORWARDED, hasTerminal, listen } from './signals.ts';
import { stdioOf } from './stdio.ts';
import { stopWith } from './stop-with.ts';

export interface Supervised {
  env: NodeJS.ProcessEnv;
  /** which of our descriptors the child gets, by the child's number; the three standard ones where nothing is said */
  descriptors?: ReadonlyMap<number, number>;
  /** the name under which the program is to know itself */
  argv0?: string;
  /** called as soon as the program has ended, or could not be started */
  ended?: () => void;
  /** ^Z stops this process as well as the program; an engine may pass it on to the container instead */
  stops?: boolean;
}

/** Runs a program beside this process, as {@link supervise} does. */
export type Supervise = typeof supervise;

/**
 * Runs the engine as a child and stays beside it. Every signal that would end this process is passed on and nothing is
 * escalated; INT only where no terminal has sent it already; TSTP is left to the engine, and obeyed where that obeys.
 * @throws the system's error where the program cannot be started
 */
export function supervise(
  command: string,
  args: readonly string[],
  { env, descriptors = new Map(), argv0, ended = () => {}, stops = false }: Supervised,
): Promise<Ending> {
  const stdio = stdioOf(['inherit', 'inherit', 'inherit'], descriptors);
  return new Promise((resolve, reject) => {
    let stopLooking = () => {};
    const listeners = [
      listen(FORWARDED, signal => child.kill(signal)),
      listen(['SIGINT'], signal => {
        if (!hasTerminal()) child.kill(signal);
      }),
      listen(stops ? [] : ['SIGTSTP'], () => {
        stopLooking();
        if (child.pid !== undefined) stopLooking = stopWith(child.pid);
      }),
    ];
    const child = withCallersCoreDumps(() =>
      spawn(command, args, { env, stdio, argv0: argv0 ?? command }),
    );
    const stop = () => {
      for (const each of listeners) each();
      stopLooking();
      ended();
    };
    child.on('error', error => {
      stop();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      stop();
      resolve(toEnding(code, signal));
    });
  });
}
