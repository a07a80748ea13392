import { spawn } from 'node:child_process';
import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { namelessFile } from '../nameless/file.ts';
import { runtimeFolders } from '../nameless/runtime-folder.ts';
import type { RunSource } from './captured.ts';
import { toEnding } from './ending.ts';
import { killHolders } from './holders.ts';
import { guardSize, MOST_BYTES } from './overflow.ts';
import { stdioOf } from './stdio.ts';

const ANSWER_BYTES = 256 * 1024;

/**
 * A way to run a source of credentials while nobody is there: in a session of its own, where /dev/tty cannot be
 * opened, so that no prompt takes the container's keystrokes; its stderr is nobody's. After `patienceMs`, or when
 * `stopped` fires, it and all that it started are killed, and so they are as soon as they print far too much.
 */
export function unattended(patienceMs: number, stopped: AbortSignal): RunSource {
  return (command, args, env, environment, client) =>
    new Promise((resolve, reject) => {
      const file = namelessFile(runtimeFolders(env), ANSWER_BYTES);
      const close = () => {
        clearTimeout(timer);
        stopGuarding();
        stopped.removeEventListener('abort', kill);
        closeSync(file.writer);
        closeSync(file.reader);
      };
      const child = spawn(command, args, {
        env: environment(false),
        stdio: stdioOf(['ignore', file.writer, 'ignore'], client?.descriptors),
        detached: true,
      });
      const kill = () => {
        // Its group has its number; it may be gone this moment.
        try {
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        } catch {}
        // At once, for this process may be about to end.
        client?.killed();
      };
      const timer = setTimeout(kill, patienceMs);
      stopped.addEventListener('abort', kill);
      const printed = () => fstatSync(file.writer).size;
      const stopGuarding = guardSize(printed, () => {
        kill();
        killHolders(file.writer);
      });
      child.on('error', error => {
        close();
        reject(error);
      });
      child.on('exit', (code, signal) => {
        const overflow = printed() > MOST_BYTES;
        // What it has left running would go on to write.
        if (overflow || signal) killHolders(file.writer);
        const output = overflow ? '' : readFileSync(file.reader, 'utf8');
        close();
        resolve({ output, ending: toEnding(code, signal), overflow });
      });
    });
}
