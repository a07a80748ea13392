import { type ExecFileOptionsWithBufferEncoding, execFile, spawn } from 'node:child_process';

/** What a short-lived program answered; for questions to the engine, off the plain run's path. */
export interface Reply {
  /** undefined: it could not be started, was killed, or took too long */
  status: number | undefined;
  stdout: Buffer;
  stderr: string;
}

/** Asks a program, as {@link query} does where nothing stops it. */
export type Query = (
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
) => Promise<Reply>;

const PATIENCE_MS = 60_000;
const MOST_BYTES = 32 * 1024 * 1024;

/** Runs a program to its end, or until `stopped` fires, without a terminal, and never throws. */
export function query(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stopped?: AbortSignal,
): Promise<Reply> {
  const options: ExecFileOptionsWithBufferEncoding = {
    env,
    encoding: 'buffer',
    timeout: PATIENCE_MS,
    maxBuffer: MOST_BYTES,
    ...(stopped ? { signal: stopped } : {}),
  };
  return new Promise(resolve => {
    const child = execFile(path, [...args], options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined;
      resolve({ status, stdout, stderr: stderr.toString() });
    });
    child.stdin?.end();
  });
}

/** Runs a program that people wait for, such as a pull: all that it says goes to stderr. True where it succeeds. */
export function shown(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  return new Promise(resolve => {
    const child = spawn(path, args, { env, stdio: ['ignore', 2, 2] });
    child.on('error', () => resolve(false));
    child.on('exit', status => resolve(status === 0));
  });
}

/** How a question that got no answer ended, in words. */
export function endingOfReply({ status }: Reply): string {
  return status === undefined ? 'it could not be asked' : `status ${status}`;
}
