import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

function absolute(folder: string, name: string): string | undefined {
  try {
    return resolve(folder, name);
  } catch {
    // Relative, and the working directory is gone.
    return undefined;
  }
}

/**
 * The first executable of that name on PATH, as an absolute path. An empty entry is not the working directory here:
 * what lies there is a repository's.
 */
export function onPath(
  name: string,
  env: NodeJS.ProcessEnv,
  fits: (path: string) => boolean = isExecutable,
): string | undefined {
  for (const folder of (env.PATH ?? DEFAULT_PATH).split(delimiter)) {
    if (folder === '') continue;
    const path = absolute(folder, name);
    if (path !== undefined && fits(path)) return path;
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
