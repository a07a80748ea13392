import { realpathSync } from 'node:fs';
import { ENGINE_TABLE, type Engine, type EngineName } from '../engines.ts';
import { Failed } from '../errors.ts';
import type { EngineFile } from '../injection/plan.ts';
import { onPath } from '../process/on-path.ts';
import { headOf, lacksInterpreter } from './interpreter.ts';

/** An engine and the program that was found for it. */
export interface FoundEngine {
  engine: Engine;
  /** absolute path, as PATH leads to it (a symbolic link keeps its own name) */
  path: string;
}

/**
 * The engine asked for, or the first of the table that is on PATH.
 * @param secretInEnvFile false: what the engine does with the env-file does not matter
 * @throws Failed 'engine-missing', 'engine-start' for a script whose interpreter is, or 'engine-refused' where it would
 * show the credentials
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
    // A shell would end with 127 for it, which is the container's.
    if (lacksInterpreter(path))
      throw new Failed({ kind: 'engine-start', engine: engine.name, code: 'ENOENT' });
    return { engine, path };
  }
  throw new Failed({ kind: 'engine-missing', engines: wanted.map(engine => engine.name) });
}

/** What shows that a script does not hand descriptors on: sudo and its like close them, so does Python's subprocess. */
const CLOSING = /\b(?:sudo|doas|run0|pkexec|su|runuser|subprocess|close_fds|closefrom)\b|[<>]&-/;

/**
 * Looks at what stands on PATH under the engine's name: most scripts (`exec docker "$@"`, podman-docker's) hand
 * descriptors on, some do not, and a snap or a virtual machine sees few of the host's folders.
 */
export function engineFile(path: string): EngineFile {
  if (/\/snap\/bin\//.test(path) || realpathSync.native(path) === '/usr/bin/snap') return 'snap';
  const text = headOf(path);
  if (!text.startsWith('#!')) return 'direct';
  if (/\b(?:limactl|lima|colima)\b/.test(text)) return 'virtual-machine';
  return CLOSING.test(text) ? 'closing-script' : 'direct';
}
