import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failed } from './errors.ts';
import { lacksInterpreter } from './interpreter.ts';
import { isExecutable, onPath } from './on-path.ts';

/**
 * The program that a shell would run for a command's first word.
 * @throws Failed 'command-missing' with the status of env(1): 127 not found, 126 cannot be executed
 */
export function findCommand(command: string, env: NodeJS.ProcessEnv): string {
  const named = command.includes('/') ? resolve(command) : undefined;
  const path = named ?? onPath(command, env);
  if (path !== undefined && isExecutable(path)) {
    if (lacksInterpreter(path)) throw notStarted(command, 'ENOENT');
    return path;
  }
  const found = named ? isThere(named) : onPath(command, env, isThere) !== undefined;
  throw notStarted(command, found ? 'EACCES' : 'ENOENT', found);
}

/**
 * A command that the system would not start, for this reason.
 * @param found its file is there
 */
export function notStarted(command: string, code: string, found = true): Failed {
  return new Failed({
    kind: 'command-missing',
    command,
    found,
    code,
    status: code === 'ENOENT' ? 127 : 126,
  });
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
