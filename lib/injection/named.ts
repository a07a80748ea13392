import { rmSync, statSync, watch } from 'node:fs';
import { runtimeFolders } from '../nameless/runtime-folder.ts';
import type { Ending } from '../process/ending.ts';
import { FORWARDED, listen } from '../process/signals.ts';
import { supervise } from '../process/supervise.ts';
import { namedEnvFile } from './env-file.ts';
import { engineArguments, type Start } from './start.ts';

/**
 * Starts an engine that no descriptor reaches with a file that has a name, and removes that file as soon as the
 * engine has made the container (it then writes the container's id), and on every other end.
 * @param home the engine sees the user's home only: https://github.com/canonical/docker-snap/issues/58
 * @throws Failed 'runtime-folder'
 */
export async function deliverNamed(start: Start, home: boolean, text: string): Promise<Ending> {
  const { env, path } = start;
  // Not a dot-folder: a snap sees none.
  const homes = [`${env.HOME}/snap/docker/common`, `${env.HOME}`];
  // A signal from here on finds a listener, and reaches the engine once it is there.
  const stop = listen([...FORWARDED, 'SIGINT'], () => {});
  const { folder, file } = namedEnvFile(home ? homes : runtimeFolders(env), text);
  const id = `${folder}/id`;
  const remove = () => rmSync(file, { force: true });
  const removeOnceMade = () => {
    if (statSync(id, { throwIfNoEntry: false })?.size) remove();
  };
  const watcher = watch(folder, removeOnceMade);
  // The folder may become unreadable or vanish; the end of the engine still cleans up.
  watcher.on('error', () => {});
  try {
    return await supervise(path, engineArguments(start, file, ['--cidfile', id]), { env });
  } finally {
    stop();
    watcher.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
