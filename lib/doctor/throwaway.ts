import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { removeLabelled } from '../mount/remove-labelled.ts';
import type { Ask } from '../process/brief.ts';
import { type Ending, toEnding } from '../process/ending.ts';
import type { Supervise } from '../process/supervise.ts';
import type { Line } from './look-inside.ts';

/** The label by which a container that has not ended in time is found and removed. */
const LABEL = 'vaultrun.doctor';
const PATIENCE_MS = 45_000;
const MOST_LINES = 1000;

/** A container's run as it is watched. */
export interface Watched {
  lines: Line[];
  stderr: string;
  late: boolean;
}

/**
 * A way to run the engine whose container's output is kept, and that ends in time, or when `stopped` fires.
 * @returns the flags by which the container is found again, what it said, and the way
 */
export function watching(
  ask: Ask,
  stopped: AbortSignal,
  patienceMs = PATIENCE_MS,
): { flags: string[]; watched: Watched; beside: Supervise } {
  const label = `${LABEL}=${randomBytes(8).toString('hex')}`;
  const watched: Watched = { lines: [], stderr: '', late: false };
  const beside: Supervise = (path, args, { env, descriptors = new Map(), ended = () => {} }) => {
    const last = Math.max(2, ...descriptors.keys());
    const stdio = Array.from({ length: last + 1 }, (_, fd) =>
      fd === 0 ? 'ignore' : fd < 3 ? 'pipe' : (descriptors.get(fd) ?? 'ignore'),
    );
    return new Promise<Ending>((resolve, reject) => {
      const child = spawn(path, args, { env, stdio });
      let rest = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        const at = Date.now();
        for (const line of lines) {
          if (watched.lines.length < MOST_LINES) watched.lines.push({ text: line, at });
        }
      });
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        watched.stderr = (watched.stderr + text).slice(-4096);
      });
      const end = async () => {
        // A client that is killed leaves its container running.
        await removeLabelled(label, path, env, ask);
        child.kill('SIGKILL');
        child.stdout?.destroy();
        child.stderr?.destroy();
      };
      const timer = setTimeout(() => {
        watched.late = true;
        void end();
      }, patienceMs);
      stopped.addEventListener('abort', end);
      const done = () => {
        clearTimeout(timer);
        stopped.removeEventListener('abort', end);
        ended();
      };
      child.on('error', error => {
        done();
        reject(error);
      });
      child.on('close', (code, signal) => {
        done();
        resolve(toEnding(code, signal));
      });
    });
  };
  return { flags: ['--label', label], watched, beside };
}
