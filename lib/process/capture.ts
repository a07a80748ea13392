import { type StdioOptions, spawn } from 'node:child_process';
import { fstatSync, readSync } from 'node:fs';
import type { NamelessFile } from '../nameless/file.ts';
import { keepOutOfCoreDumps } from './core-dumps.ts';
import { type Ending, toEnding } from './ending.ts';
import { killHolders } from './holders.ts';
import { guardSize, MOST_BYTES } from './overflow.ts';
import { hasTerminal, listen, USUAL } from './signals.ts';
import { stdioOf } from './stdio.ts';

/** A captured run: what was printed, how it ended, and the signal that asked this process to end meanwhile. */
export interface Captured {
  output: string;
  ending: Ending;
  interrupted?: NodeJS.Signals;
  /** more was printed than any environment can hold, and the program was killed for it */
  overflow: boolean;
}

const PATIENCE_MS = 2000;

/** What a captured program gets. */
export interface Capture {
  env: NodeJS.ProcessEnv;
  /** a descriptor for its stdin, or 'ignore' */
  stdin: number | 'ignore';
  /** for its stdout */
  file: NamelessFile;
  /** more of our descriptors, by its numbers */
  descriptors?: ReadonlyMap<number, number> | undefined;
  /** for its stderr, which is read as it comes; none: it is ours */
  errors?: { file: NamelessFile; heard: (bytes: Buffer) => void } | undefined;
}

/**
 * Runs a program to its exit with its stdout in `file`; so its exit ends the reading, whoever else still holds that
 * stdout, and no pipe is set up (5 ms of a start). A signal that arrives meanwhile is passed on, the program is given
 * two seconds to go, and the signal is reported.
 * @throws the system's error where the program cannot be started
 */
export function capture(
  command: string,
  args: readonly string[],
  { env, stdin, file, descriptors, errors }: Capture,
): Promise<Captured> {
  return new Promise((resolve, reject) => {
    const stdio: StdioOptions = stdioOf(
      [stdin, file.writer, errors?.file.writer ?? 'inherit'],
      descriptors,
    );
    const hear = errors ? listener(errors.file.reader, errors.heard) : () => 0;
    let interrupted: NodeJS.Signals | undefined;
    let patience: NodeJS.Timeout | undefined;
    // Nothing has a name here; to listen to all that ends a process costs a start half a millisecond.
    const stopListening = listen(USUAL, signal => {
      interrupted ??= signal;
      if (signal !== 'SIGINT' || !hasTerminal()) child.kill(signal);
      patience ??= setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    });
    const child = spawn(command, args, { env, stdio });
    const stopGuarding = guardSize(
      () => Math.max(hear(), fstatSync(file.writer).size),
      () => {
        child.kill('SIGKILL');
        killHolders(file.writer);
      },
    );
    const settle = () => {
      stopGuarding();
      clearTimeout(patience);
      stopListening();
    };
    child.on('error', error => {
      settle();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      settle();
      keepOutOfCoreDumps();
      const { size } = fstatSync(file.writer);
      const overflow = Math.max(hear(), size) > MOST_BYTES;
      // What is to end now must not go on behind our back.
      if (overflow || interrupted || signal) killHolders(file.writer);
      resolve({
        output: overflow ? '' : contents(file.reader, size),
        ending: toEnding(code, signal),
        ...(interrupted ? { interrupted } : {}),
        overflow,
      });
    });
  });
}

/** Hands on what has come into a file since the last look; gives the file's size. */
function listener(fd: number, heard: (bytes: Buffer) => void): () => number {
  let at = 0;
  return () => {
    const bytes = Buffer.alloc(Math.min(fstatSync(fd).size - at, MOST_BYTES));
    const read = bytes.length > 0 ? readSync(fd, bytes, 0, bytes.length, at) : 0;
    at += read;
    if (read > 0) heard(bytes.subarray(0, read));
    return at;
  };
}

function contents(fd: number, size: number): string {
  const buffer = Buffer.alloc(size);
  let read = 0;
  for (let more = 1; more > 0 && read < size; read += more) {
    more = readSync(fd, buffer, read, size - read, read);
  }
  return buffer.toString('utf8', 0, read);
}
