import { rmSync } from 'node:fs';
import { runtimeFolders } from '../nameless/runtime-folder.ts';
import { namedEnvFile, namelessEnvFile } from './env-file.ts';
import type { Paths } from './places.ts';

/**
 * Makes the two files of `vaultrun exec`. On Linux they have no name, and are reached through this process, which
 * stays beside the command: also by programs that close what they inherit, and each opening starts at the file's
 * beginning. Elsewhere they have a name until `remove`.
 * @throws Failed 'runtime-folder'
 */
export function hostFiles(env: NodeJS.ProcessEnv, texts: Paths): Paths & { remove: () => void } {
  const folders = runtimeFolders(env);
  if (process.platform === 'linux') {
    const open = (text: string) => `/proc/${process.pid}/fd/${namelessEnvFile(folders, text)}`;
    return {
      envFile: open(texts.envFile),
      credentialsFile: open(texts.credentialsFile),
      remove: () => {},
    };
  }
  const envFile = namedEnvFile(folders, texts.envFile);
  const credentialsFile = orRemove(envFile.folder, () =>
    namedEnvFile(folders, texts.credentialsFile),
  );
  return {
    envFile: envFile.file,
    credentialsFile: credentialsFile.file,
    remove: () => {
      for (const { folder } of [envFile, credentialsFile]) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function orRemove<T>(folder: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
