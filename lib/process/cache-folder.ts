import { existsSync, lstatSync, mkdirSync, type Stats } from 'node:fs';

/**
 * Makes ready the user's cache folder: 0700 and the user's own, else none; whoever could write there could have us run
 * what they like. https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string | undefined {
  const base = env.XDG_CACHE_HOME || (env.HOME && `${env.HOME}/.cache`);
  if (base?.[0] !== '/') return undefined;
  const folder = `${base}/vaultrun`;
  try {
    const found = lstatSync(folder, { throwIfNoEntry: false }) ?? make(base, folder);
    const mine = process.getuid && process.getuid() === found.uid;
    return mine && (found.mode & 0o170077) === 0o040000 ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Not recursive: a home that is not there is not made (and in /proc, mkdir's recursion never ends). */
function make(base: string, folder: string): Stats {
  if (!existsSync(base)) mkdirSync(base, { mode: 0o700 });
  mkdirSync(folder, { mode: 0o700 });
  return lstatSync(folder);
}
