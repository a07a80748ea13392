import { existsSync, readdirSync } from 'node:fs';

/** The folder of the file backend, where that is the one in use, and has a place. */
function keysFolder(env: NodeJS.ProcessEnv): string | undefined {
  if (env.AWS_VAULT_BACKEND !== 'file') return undefined;
  const folder = env.AWS_VAULT_FILE_DIR || '~/.awsvault/keys';
  if (!folder.startsWith('~/')) return folder;
  return env.HOME ? `${env.HOME}${folder.slice(1)}` : undefined;
}

/** How many keys and sessions the file backend holds. */
export function keysStored(env: NodeJS.ProcessEnv): number | undefined {
  const folder = keysFolder(env);
  try {
    return folder === undefined ? undefined : readdirSync(folder).length;
  } catch {
    return undefined;
  }
}

/** Whether keys are stored for a profile, by the file's name alone; undefined: another backend, which is not asked. */
export function isStored(env: NodeJS.ProcessEnv, profile: string): boolean | undefined {
  if (env.AWS_VAULT_BACKEND !== 'file') return undefined;
  const folder = keysFolder(env);
  // https://github.com/99designs/keyring (file.go): these two characters alone are written otherwise.
  const name = profile.replace(/[%/]/g, c => (c === '%' ? '%25' : '%2F'));
  return folder !== undefined && existsSync(`${folder}/${name}`);
}
