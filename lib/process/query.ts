import { type ExecFileOptionsWithBufferEncoding, execFile } from 'node:child_process';

/** What a short-lived program answered; for questions to the engine, off the plain run's path. */
export interface Reply {
  /** undefined: it could not be started, was killed, or took too long */
  status: number | undefined;
  stdout: Buffer;
  stderr: string;
}

const PATIENCE_MS = 60_000;
const MOST_BYTES = 32 * 1024 * 1024;

/** Runs a program to its end, without a terminal, and never throws. */
export function query(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Reply> {
  const options: ExecFileOptionsWithBufferEncoding = {
    env,
    encoding: 'buffer',
    timeout: PATIENCE_MS,
    maxBuffer: MOST_BYTES,
  };
  return new Promise(resolve => {
    const child = execFile(path, [...args], options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined;
      resolve({ status, stdout, stderr: stderr.toString() });
    });
    child.stdin?.end();
  });
}

/** How a question that got no answer ended, in words. */
export function endingOfReply({ status }: Reply): string {
  return status === undefined ? 'it could not be asked' : `status ${status}`;
}
