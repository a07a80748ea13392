import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failed } from './errors.ts';
import { isExecutable, onPath } from './on-path.ts';

/**
 * The program that a shell would run for a command's first word.
 * @throws Failed 'command-missing' with the status of env(1): 127 not found, 126 cannot be executed
 */
export function findCommand(command: string, env: NodeJS.ProcessEnv): string {
  const path = command.includes('/') ? resolve(command) : onPath(command, env);
  if (path !== undefined && isExecutable(path)) return path;
  const found = path !== undefined && statSync(path, { throwIfNoEntry: false }) !== undefined;
  throw new Failed({
    kind: 'command-missing',
    command,
    code: found ? 'EACCES' : 'ENOENT',
    status: found ? 126 : 127,
  });
}
