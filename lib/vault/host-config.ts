import { closeSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { configFile } from '../aws-config.ts';
import { codeOf, Failed } from '../errors.ts';

/** What is mounted of the user's AWS config. */
export interface HostConfig {
  /** the folder, or the file alone */
  source: string;
  /** the file's own name */
  file: string;
  whole: boolean;
}

/**
 * The user's AWS config, if there is one; a symbolic link is followed, for a container cannot.
 * Its folder is mounted, but never a home or what holds one.
 */
export function hostConfig(env: NodeJS.ProcessEnv): HostConfig | undefined {
  const named = configFile(env);
  const file = named && realOf(resolve(named));
  if (!file || !statSync(file).isFile()) return undefined;
  const folder = dirname(file);
  const home = env.HOME && realOf(env.HOME);
  const whole = folder !== '/' && home !== folder && !home?.startsWith(`${folder}/`);
  return { source: whole ? folder : file, file: basename(file), whole };
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
