import { spawn } from 'node:child_process';
import { type Ending, keepOutOfCoreDumps, toEnding } from './ending.ts';
import { FORWARDED, hasTerminal, listen } from './signals.ts';

export interface Supervised {
  env: NodeJS.ProcessEnv;
  /** beside the three standard ones: which of our descriptors the child gets, by the child's number */
  descriptors?: ReadonlyMap<number, number>;
}

/**
 * Runs the engine as a child and stays beside it. Every TERM, HUP, QUIT, USR1 and USR2 is passed on and nothing is
 * escalated; INT only where no terminal has sent it already; TSTP is left to the engine.
 * @throws the system's error where the program cannot be started
 */
export function supervise(
  command: string,
  args: readonly string[],
  { env, descriptors = new Map() }: Supervised,
): Promise<Ending> {
  const last = Math.max(2, ...descriptors.keys());
  const stdio = Array.from({ length: last + 1 }, (_, fd) =>
    fd < 3 ? 'inherit' : (descriptors.get(fd) ?? 'ignore'),
  );
  return new Promise((resolve, reject) => {
    const stops = [
      listen(FORWARDED, signal => child.kill(signal)),
      listen(['SIGINT'], signal => {
        if (!hasTerminal()) child.kill(signal);
      }),
      listen(['SIGTSTP'], () => {}),
    ];
    const child = spawn(command, args, { env, stdio });
    keepOutOfCoreDumps();
    const stop = () => {
      for (const each of stops) each();
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
