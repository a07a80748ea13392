import { lstatSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import tmp from 'tmp';
import { codeOf, Failed, isFailed } from '../errors.ts';

/** A folder of this run's own, 0700; its name tells a later run whether its owner still lives. */
const NAME = /^vaultrun-(\d+)-(\d+)-[A-Za-z0-9]+$/;
const SPARE_BYTES = 4096;

/** Where the file may live for its moment: memory-backed storage first. */
export function runtimeFolders(env: NodeJS.ProcessEnv): string[] {
  const own = env.XDG_RUNTIME_DIR?.startsWith('/') ? [env.XDG_RUNTIME_DIR] : [];
  return [...new Set([...own, ...(process.platform === 'linux' ? ['/dev/shm'] : []), tmpdir()])];
}

/**
 * Calls `use` with a new private folder in the first place where both work and `bytes` fit; what dead runs have
 * left there is removed on the way.
 * @throws Failed 'runtime-folder' with every place and the code of its error
 */
export function inRuntimeFolder<T>(
  folders: readonly string[],
  bytes: number,
  use: (folder: string) => T,
): T {
  const tried: { folder: string; code: string }[] = [];
  for (const parent of folders) {
    let folder: string | undefined;
    try {
      sweep(parent);
      const { bavail, bsize } = statfsSync(parent);
      if (bavail * bsize < bytes + SPARE_BYTES) {
        tried.push({ folder: parent, code: 'ENOSPC' });
        continue;
      }
      const name = `vaultrun-${process.pid}-${startOf('self')}-${Math.random().toString(36).slice(2)}`;
      folder = tmp.dirSync({ tmpdir: parent, name, mode: 0o700, keep: true }).name;
      return use(folder);
    } catch (error) {
      if (folder) rmSync(folder, { recursive: true, force: true });
      if (isFailed(error)) throw error;
      tried.push({ folder: parent, code: codeOf(error) });
    }
  }
  throw new Failed({ kind: 'runtime-folder', tried });
}

/** Removes the folders of runs that were killed: their process is gone, or its number is another's by now. */
export function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid, start] = NAME.exec(name) ?? [];
    if (pid === undefined || startOf(pid) === start) continue;
    try {
      // Below a shared folder only one's own: root must not walk a tree that somebody else can change.
      if (lstatSync(`${parent}/${name}`).uid !== process.getuid?.()) continue;
      if (livesOn(`${parent}/${name}`)) continue;
      rmSync(`${parent}/${name}`, { recursive: true });
    } catch {
      // Another user's, or another run was faster.
    }
  }
}

const OWNER = 'owner';

/** Makes this process the owner of a folder that another run made and mounted, so that its name has to stay. */
export function takeOver(folder: string): void {
  writeFileSync(`${folder}/${OWNER}`, `${process.pid} ${startOf('self')}\n`, { mode: 0o600 });
}

function livesOn(folder: string): boolean {
  try {
    const [pid = '', start] = readFileSync(`${folder}/${OWNER}`, 'utf8').trim().split(' ');
    return startOf(pid) === start;
  } catch {
    return false;
  }
}

/**
 * When a process began, in clock ticks since the boot (proc_pid_stat(5), field 22); '0' where only its being alive
 * can be told, '' where it is dead.
 */
export function startOf(pid: string): string {
  if (process.platform === 'linux') {
    try {
      // The second field is the program's name, which may hold spaces and parentheses.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
    } catch {
      return '';
    }
  }
  if (pid === 'self') return '0';
  try {
    process.kill(Number(pid), 0);
    return '0';
  } catch (error) {
    return codeOf(error) === 'EPERM' ? '0' : '';
  }
}
