import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, Failed } from '../errors.ts';
import type { Task } from './task.ts';

/** What the other process says once the folder is its own. */
export const READY = 'ready\n';
const PATIENCE_MS = 10_000;

/**
 * Leaves a container that outlives its client (`-d`, or detached with its keys) to a process of its own, in a session
 * of its own.
 * @throws Failed 'handed-on' where none could be started
 */
export async function handOn(task: Task, env: NodeJS.ProcessEnv): Promise<void> {
  const program = join(dirname(realpathSync(`${process.argv[1]}`)), 'refresher.cjs');
  const child = spawn(process.execPath, [program], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  try {
    await ready(child, task);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Failed({ kind: 'handed-on', code: codeOf(error) });
  } finally {
    child.stdin?.destroy();
    child.stdout?.destroy();
    child.unref();
  }
}

function ready(child: ChildProcess, task: Task): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error('it did not start'));
    const timer = setTimeout(fail, PATIENCE_MS);
    child.on('error', reject);
    child.on('exit', fail);
    child.stdin?.on('error', () => {});
    child.stdin?.end(JSON.stringify(task));
    child.stdout?.once('data', () => {
      clearTimeout(timer);
      child.off('exit', fail);
      resolve();
    });
  });
}
