import { closeSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { codeOf, Failed } from '../errors.ts';
import { configFile } from '../host/config-file.ts';

/** What is mounted of the user's AWS config. */
export interface HostConfig {
  /** the folder, or the file alone */
  source: string;
  /** the file's own name */
  file: string;
  whole: boolean;
}

/**
 * The user's AWS config, if there is one; a symbolic link is followed, for a container cannot. Its folder is mounted, but
 * of one that holds what is none of AWS's the file alone. That is enough to write it, too: aws-vault opens the file
 * itself (https://github.com/go-ini/ini/blob/main/file.go, SaveToIndent).
 */
export function hostConfig(env: NodeJS.ProcessEnv): HostConfig | undefined {
  const named = configFile(env);
  const file = named && realOf(resolve(named));
  if (!file || !statSync(file).isFile()) return undefined;
  const folder = dirname(file);
  const whole = !isShared(folder, env.HOME && realOf(env.HOME));
  return { source: whole ? folder : file, file: basename(file), whole };
}

/**
 * Whether a folder may hold what is none of AWS's: by its place, unless it is called as theirs are, the root's and the
 * system's (/etc, /var/lib) and anybody's home (/home/me); a home of one's own, or what holds it; one that takes files of
 * anybody (/var/tmp, /dev/shm).
 */
function isShared(folder: string, home: string | undefined): boolean {
  // macOS keeps /etc, /tmp and /var there.
  const names = folder
    .replace(/^\/private(?=\/)/, '')
    .split('/')
    .filter(Boolean);
  const isAws = names.length > 1 && /^\.?aws$/.test(basename(folder));
  return (
    (names.length < 3 && !isAws) ||
    home === folder ||
    home?.startsWith(`${folder}/`) === true ||
    (statSync(folder).mode & 0o002) !== 0
  );
}

/**
 * The same, made where there is none, as aws-vault makes it on the host; here and not in the container, whose root
 * would own it.
 * @throws Failed 'vault-config'
 */
export function madeHostConfig(env: NodeJS.ProcessEnv): HostConfig | undefined {
  const named = configFile(env);
  if (!named) return undefined;
  try {
    mkdirSync(dirname(resolve(named)), { recursive: true, mode: 0o700 });
    closeSync(openSync(named, 'a', 0o600));
  } catch (error) {
    throw new Failed({ kind: 'vault-config', file: named, code: codeOf(error) });
  }
  return hostConfig(env);
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
