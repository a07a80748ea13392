import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/** Bash's own ends with the working directory (config-top.h). */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';
/** A PATH in which there is no program; an empty one is the working directory to a shell. */
const NOWHERE = '/dev/null';

function absolute(folder: string, name: string): string | undefined {
  try {
    return resolve(folder, name);
  } catch {
    // Relative, and the working directory is gone.
    return undefined;
  }
}

/** An empty entry is not the working directory here: what lies there is a repository's. */
function entriesOf(path: string): string[] {
  return path.split(delimiter).filter(entry => entry !== '');
}

/**
 * The environment for a program that looks others up by their names: where {@link onPath} does. POSIX has a shell search
 * the working directory for an empty entry: https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function withNamedPath(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, PATH: entriesOf(env.PATH ?? DEFAULT_PATH).join(delimiter) || NOWHERE };
}

/** The first executable of that name on PATH, as an absolute path. */
export function onPath(
  name: string,
  env: NodeJS.ProcessEnv,
  fits: (path: string) => boolean = isExecutable,
): string | undefined {
  for (const folder of entriesOf(env.PATH ?? DEFAULT_PATH)) {
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
