import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { codeOf, Failed } from '../errors.ts';
import { inRuntimeFolder } from '../nameless/runtime-folder.ts';
import { onPath } from '../process/on-path.ts';

export interface Pipe {
  /** non-blocking */
  reader: number;
  writer: number;
}

/**
 * Makes a pipe without a name. Node's own 'pipe' is a socket, on which `>/dev/stderr` in a script fails with "No such
 * device or address"; so a FIFO is opened at both ends and deleted.
 * @throws Failed 'mask', 'runtime-folder'
 */
export function makePipe(folders: readonly string[], env: NodeJS.ProcessEnv): Pipe {
  const mkfifo = onPath('mkfifo', env);
  if (mkfifo === undefined) throw new Failed({ kind: 'mask', code: 'ENOENT' });
  return inRuntimeFolder(folders, 0, folder => {
    const fifo = `${folder}/output`;
    const { error, status } = spawnSync(mkfifo, ['-m', '600', fifo], { stdio: 'ignore' });
    if (error) throw new Failed({ kind: 'mask', code: codeOf(error) });
    if (status !== 0) throw Object.assign(new Error('mkfifo'), { code: 'no named pipe' });
    // The reader first, and without waiting for a writer.
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const writer = openSync(fifo, 'w');
      rmSync(folder, { recursive: true });
      return { reader, writer };
    } catch (error) {
      closeSync(reader);
      throw error;
    }
  });
}
