import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeOf, Failed } from '../errors.ts';
import { isExecutable, onPath } from '../process/on-path.ts';
import { lacksInterpreter } from './interpreter.ts';

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
  const code = named ? whyNot(named) : anywhere(command, env) ? 'EACCES' : 'ENOENT';
  throw notStarted(command, code, code !== 'ENOENT');
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

/** What execve(2) says of a path that is no program: a folder is there, and may not be executed. */
function whyNot(path: string): string {
  try {
    statSync(path);
    return 'EACCES';
  } catch (error) {
    return codeOf(error);
  }
}

function anywhere(command: string, env: NodeJS.ProcessEnv): boolean {
  // No name is that of the folders of PATH themselves.
  if (command === '') return false;
  return onPath(command, env, path => whyNot(path) === 'EACCES') !== undefined;
}
