import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { ENGINE_TABLE, type Engine } from './engines.ts';
import { Failed } from './errors.ts';
import type { EngineFile } from './injection/plan.ts';
import type { EngineName } from './options.ts';

/** An engine and the program that was found for it. */
export interface FoundEngine {
  engine: Engine;
  /** absolute path, as PATH leads to it (a symbolic link keeps its own name) */
  path: string;
}

/**
 * The engine asked for, or the first of the table that is on PATH.
 * @param secretInEnvFile false: what the engine does with the env-file does not matter
 * @throws Failed 'engine-missing', or 'engine-refused' where it would show the credentials
 */
export function findEngine(
  name: EngineName | undefined,
  env: NodeJS.ProcessEnv,
  secretInEnvFile = true,
): FoundEngine {
  const wanted = ENGINE_TABLE.filter(engine => name === undefined || engine.name === name);
  for (const engine of wanted) {
    const path = onPath(engine.name, env);
    if (path === undefined) continue;
    const reason = engine.refused?.[process.platform];
    if (reason && secretInEnvFile)
      throw new Failed({ kind: 'engine-refused', engine: engine.name, reason });
    return { engine, path };
  }
  throw new Failed({ kind: 'engine-missing', engines: wanted.map(engine => engine.name) });
}

/** The first executable of that name on PATH, as an absolute path. */
export function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = resolve(folder, name);
    if (isExecutable(path)) return path;
  }
  return undefined;
}

export function isExecutable(path: string): boolean {
  try {
    // Asking first costs less than an error for every folder that does not have it.
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What shows that a script does not hand descriptors on: sudo and its like close them, so does Python's subprocess. */
const CLOSING = /\b(?:sudo|doas|run0|pkexec|su|runuser|subprocess|close_fds|closefrom)\b|[<>]&-/;

/**
 * Looks at what stands on PATH under the engine's name: most scripts (`exec docker "$@"`, podman-docker's) hand
 * descriptors on, some do not, and a snap or a virtual machine sees few of the host's folders.
 */
export function engineFile(path: string): EngineFile {
  if (/\/snap\/bin\//.test(path) || realpathSync.native(path) === '/usr/bin/snap') return 'snap';
  const head = Buffer.alloc(4096);
  const fd = openSync(path, 'r');
  const text = head.toString('latin1', 0, readSync(fd, head));
  closeSync(fd);
  if (!text.startsWith('#!')) return 'direct';
  if (/\b(?:limactl|lima|colima)\b/.test(text)) return 'virtual-machine';
  return CLOSING.test(text) ? 'closing-script' : 'direct';
}
