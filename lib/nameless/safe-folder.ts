import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** A folder by its real path, and whose it is. */
export interface SafeFolder extends Pick<Stats, 'uid' | 'mode'> {
  path: string;
}

/**
 * A folder where nobody but root and this user can put something else in the place of what is in it,
 * nor of what leads there; undefined: somebody can. As sshd looks at a home (StrictModes, sshd_config(5)).
 * @throws the system's error where it cannot be told
 */
export function safeFolder(folder: string): SafeFolder | undefined {
  const real = realpathSync.native(folder);
  const own = lstatSync(real);
  const way = [own];
  for (let at = real; at !== dirname(at); at = dirname(at)) way.push(lstatSync(dirname(at)));
  // In a user namespace root has another number, that of `/`: https://man7.org/linux/man-pages/man7/user_namespaces.7.html
  const trusted = [0, process.getuid?.(), way.at(-1)?.uid];
  if (!way.every(each => keepsItsOwn(each, trusted))) return undefined;
  return { path: real, uid: own.uid, mode: own.mode };
}

/**
 * In a folder that all may write to, the sticky bit keeps what is another's (inode(7)). A group that may write is taken
 * for the user's own, as Debian, Ubuntu and Fedora make them.
 */
export function keepsItsOwn(
  { uid, mode }: Pick<Stats, 'uid' | 'mode'>,
  trusted: readonly (number | undefined)[],
): boolean {
  return trusted.includes(uid) && (mode & 0o1002) !== 0o0002;
}
