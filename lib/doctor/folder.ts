import { rmSync, statfsSync } from 'node:fs';
import { codeOf, isFailed } from '../errors.ts';
import { inRuntimeFolder } from '../nameless/runtime-folder.ts';
import { type Finding, failed, ok, warn } from './finding.ts';

/** A place that was tried: the code of its error, or whether it is in memory. */
export interface Tried {
  folder: string;
  code: string | undefined;
  inMemory: boolean;
}

const BYTES = 64 * 1024;
// statfs(2)
const MEMORY = new Set([0x01021994, 0x858458f6]);

/** Makes a private folder in each place as a run would, and removes it. */
export function tryFolders(folders: readonly string[]): Tried[] {
  return folders.map(folder => {
    try {
      inRuntimeFolder([folder], BYTES, made => rmSync(made, { recursive: true }));
      return { folder, code: undefined, inMemory: MEMORY.has(statfsSync(folder).type) };
    } catch (error) {
      return { folder, code: codeIn(error), inMemory: false };
    }
  });
}

function codeIn(error: unknown): string {
  const failure = isFailed(error) ? error.failure : undefined;
  return (failure?.kind === 'runtime-folder' && failure.tried[0]?.code) || codeOf(error);
}

/** Which place a run would take, and what kept it from a better one. */
export function runtimeFolder(tried: readonly Tried[], platform: NodeJS.Platform): Finding {
  const chosen = tried.findIndex(({ code }) => code === undefined);
  const place = tried[chosen];
  if (place === undefined) {
    const each = tried.map(({ folder, code }) => ({ folder, code: `${code}` }));
    return failed('runtime-folder', { kind: 'runtime-folder', tried: each });
  }
  const where = `${place.folder}${place.inMemory ? ', in memory' : ''}`;
  if (chosen > 0) {
    const passed = tried.slice(0, chosen).map(({ folder, code }) => `${folder} (${code})`);
    return warn(
      'runtime-folder',
      `${where}; not ${passed.join(' and ')}`,
      'see that XDG_RUNTIME_DIR names a folder of yours with mode 0700, as a login makes it',
    );
  }
  if (place.inMemory || platform !== 'linux') return ok('runtime-folder', where);
  return warn(
    'runtime-folder',
    `${where} is on a disk: the file there has no name, yet its blocks may stay`,
    'set XDG_RUNTIME_DIR to a folder in memory (tmpfs), or mount /dev/shm',
  );
}
