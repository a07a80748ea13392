import { existsSync, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { safeFolder } from '../nameless/safe-folder.ts';

/**
 * Makes ready the user's cache folder: 0700 and the user's own, in a place that no other user can change, else none;
 * whoever could write there could have us run what they like.
 * https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string | undefined {
  const base = env.XDG_CACHE_HOME || (env.HOME && `${env.HOME}/.cache`);
  if (base?.[0] !== '/') return undefined;
  try {
    if (!existsSync(base) && safeFolder(dirname(base)) !== undefined) make(base);
    const place = safeFolder(base);
    if (place === undefined) return undefined;
    const folder = `${place.path}/vaultrun`;
    const { uid, mode } = lstatSync(folder, { throwIfNoEntry: false }) ?? make(folder);
    const mine = process.getuid && process.getuid() === uid;
    return mine && (mode & 0o170077) === 0o040000 ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Not recursive: a home that is not there is not made (and in /proc, mkdir's recursion never ends). */
function make(folder: string): Stats {
  mkdirSync(folder, { mode: 0o700 });
  return lstatSync(folder);
}
