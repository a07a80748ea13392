import { type SpawnOptionsWithoutStdio, spawn } from 'node:child_process';
import { codeOf } from '../errors.ts';
import { endLike } from './ending.ts';
import type { Reply } from './query.ts';
import { ENDING, listen } from './signals.ts';

/** An answer that may have failed to come. */
export interface BriefReply extends Reply {
  /** it took too long, and was killed */
  late: boolean;
  /** the system's code, where the program could not be started */
  code: string | undefined;
}

export type Ask = typeof briefly;

const PATIENCE_MS = 10_000;
/** For what a program has printed and is still under way after its end. */
const GRACE_MS = 500;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Asks a program that may never answer. It runs in a session of its own, where it cannot ask anybody anything, and
 * after `patienceMs` it and what it started are killed: also where that ignores TERM, or holds on to its stdout.
 */
export function briefly(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  patienceMs = PATIENCE_MS,
): Promise<BriefReply> {
  return new Promise(resolve => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    let timer: NodeJS.Timeout | undefined;
    const child = start(path, args, { env, detached: true });
    const finish = (reply: Partial<BriefReply>) => {
      clearTimeout(timer);
      stop();
      if (child instanceof Error === false) {
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
        child.unref();
      }
      resolve({
        status: undefined,
        late: false,
        code: undefined,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString(),
        ...reply,
      });
    };
    const kill = () => {
      // Its group has its number; it may be gone this moment.
      try {
        if (child instanceof Error === false && child.pid) process.kill(-child.pid, 'SIGKILL');
      } catch {}
    };
    const stop = listen(ENDING, signal => {
      kill();
      finish({});
      endLike({ signal });
    });
    if (child instanceof Error) return finish({ code: codeOf(child) });
    child.stdin.on('error', () => {});
    child.stdin.end();
    const take = (chunks: Buffer[]) => (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) chunks.push(chunk);
    };
    child.stdout.on('data', take(stdout));
    child.stderr.on('data', take(stderr));
    timer = setTimeout(() => {
      kill();
      finish({ late: true });
    }, patienceMs);
    child.on('error', error => finish({ code: codeOf(error) }));
    child.on('close', status => finish({ status: status ?? undefined }));
    child.on('exit', status => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        kill();
        finish({ status: status ?? undefined });
      }, GRACE_MS);
    });
    return undefined;
  });
}

/** Node throws for some programs that cannot be started, and tells an event of others. */
function start(path: string, args: readonly string[], options: SpawnOptionsWithoutStdio) {
  try {
    return spawn(path, args, options);
  } catch (error) {
    return error instanceof Error ? error : new Error();
  }
}
