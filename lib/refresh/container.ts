import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { LABEL } from '../mount/flags.ts';
import { startOf } from '../nameless/owner.ts';
import { query } from '../process/query.ts';
import type { Task } from './task.ts';

type OfTask = Pick<Task, 'path' | 'id'>;

/**
 * The container of our label, where it still runs (or will, by its restart policy).
 * @returns its id, '' for none, undefined where the engine does not answer
 */
export async function running(
  { path, id }: OfTask,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const question = ['ps', '-q', '--no-trunc', '--filter', `label=${LABEL}=${id}`];
  const { status, stdout } = await query(path, question, env);
  return status === 0 ? (stdout.toString().trim().split('\n')[0] ?? '') : undefined;
}

const PAUSE_MS = 2000;
/** A look takes 0.7 ms of CPU, and twice that on a busy machine. */
const LOOK_MS = 10_000;
/** So long a daemon may be away: containers can outlive its restart. */
const MOST_PAUSES = 150;

/** Waits, asleep in the engine's own `wait`, until no container of our label runs any more, or `ended` fires. */
export async function untilGone(
  task: OfTask,
  env: NodeJS.ProcessEnv,
  ended: AbortSignal,
): Promise<void> {
  for (let unanswered = 0; unanswered < MOST_PAUSES && !ended.aborted; ) {
    const container = await running(task, env);
    if (container === '') return;
    if (container !== undefined) await wait(task.path, container, env, ended);
    unanswered = container === undefined ? unanswered + 1 : 0;
    // A restarting container is between two lives.
    if ((await running(task, env)) !== '') await pause(PAUSE_MS, ended);
  }
}

async function wait(
  path: string,
  container: string,
  env: NodeJS.ProcessEnv,
  ended: AbortSignal,
): Promise<void> {
  const podman = basename(path) === 'podman';
  if (podman && process.platform === 'linux' && (await outlasted(path, container, env, ended)))
    return;
  // podman looks four times a second otherwise.
  const slowly = podman ? ['--interval', '3s'] : [];
  return new Promise(resolve => {
    const child = spawn(path, ['wait', ...slowly, container], {
      env,
      stdio: 'ignore',
      signal: ended,
    });
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
}

/**
 * Waits for the end of the container's first process, which podman, without a daemon, has beside ours: its own `wait`
 * takes 8 seconds of CPU an hour.
 * @returns false: that process cannot be seen from here
 */
async function outlasted(
  path: string,
  container: string,
  env: NodeJS.ProcessEnv,
  ended: AbortSignal,
): Promise<boolean> {
  const { stdout } = await query(path, ['inspect', '--format', '{{.State.Pid}}', container], env);
  const pid = stdout.toString().trim();
  const start = /^[1-9]\d*$/.test(pid) ? startOf(pid) : '';
  if (start === '') return false;
  while (startOf(pid) === start && !ended.aborted) await pause(LOOK_MS, ended);
  return true;
}

function pause(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const stop = () => {
      clearTimeout(timer);
      ended.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(stop, ms);
    ended.addEventListener('abort', stop);
  });
}
