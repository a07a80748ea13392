import { lstatSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import tmp from 'tmp';
import { codeOf, Failed, isFailed } from '../errors.ts';
import { isDead, self } from './owner.ts';
import { type SafeFolder, safeFolder } from './safe-folder.ts';

/** A folder of this run's own, 0700; its name tells a later run whether its owner still lives. */
const NAME = /^vaultrun-(\d+)-(\d+)-(\d+)-[A-Za-z0-9]+$/;
/** In such a folder, the path of another one that goes with it. */
export const ELSEWHERE = 'elsewhere';
const SPARE_BYTES = 4096;
const ANOTHERS = "another's folder, or in one";

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
      const safe = safeFolder(parent);
      const code = safe && unfit(safe, bytes);
      if (safe === undefined || code !== undefined) {
        tried.push({ folder: parent, code: code ?? ANOTHERS });
        continue;
      }
      const place = safe.path;
      sweep(place);
      const { pid, start, space } = self();
      const name = `vaultrun-${pid}-${start}-${space}-${Math.random().toString(36).slice(2)}`;
      folder = tmp.dirSync({ tmpdir: place, name, mode: 0o700, keep: true }).name;
      return use(folder);
    } catch (error) {
      if (folder) rmSync(folder, { recursive: true, force: true });
      if (isFailed(error)) throw error;
      tried.push({ folder: parent, code: codeOf(error) });
    }
  }
  throw new Failed({ kind: 'runtime-folder', tried });
}

/**
 * What keeps a folder from being used. Whoever owns it, or may write to it without the sticky bit, can put another
 * folder in the place of ours: `su` keeps XDG_RUNTIME_DIR, so root may find itself in a user's.
 */
function unfit({ path, uid, mode }: SafeFolder, bytes: number): string | undefined {
  const shared = (mode & 0o022) !== 0;
  const own = uid === process.getuid?.() && !shared;
  const sticky = uid === 0 && (mode & 0o1000) !== 0;
  const roots = uid === 0 && !shared;
  if (!own && !sticky && !roots) return ANOTHERS;
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize < bytes + SPARE_BYTES ? 'ENOSPC' : undefined;
}

/** Removes the folders of runs that were killed, and what these had elsewhere. */
export function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!isLeft(name)) continue;
    const folder = `${parent}/${name}`;
    try {
      // Below a shared folder only one's own: root must not walk a tree that somebody else can change.
      if (!isOwn(folder) || livesOn(folder)) continue;
      const other = readIfThere(`${folder}/${ELSEWHERE}`);
      if (isLeft(basename(other)) && isOwn(other)) rmSync(other, { recursive: true });
      rmSync(folder, { recursive: true });
    } catch {
      // Another run was faster.
    }
  }
}

const OWNER = 'owner';

/** Makes this process the owner of a folder that another run made and mounted, so that its name has to stay. */
export function takeOver(folder: string): void {
  const { pid, start, space } = self();
  writeFileSync(`${folder}/${OWNER}`, `${pid} ${start} ${space}\n`, { mode: 0o600 });
}

function livesOn(folder: string): boolean {
  const [pid, start = '', space = ''] = readIfThere(`${folder}/${OWNER}`).trim().split(' ');
  return Boolean(pid) && !isDead({ pid: `${pid}`, start, space });
}

function isLeft(name: string): boolean {
  const [, pid, start, space] = NAME.exec(name) ?? [];
  return pid !== undefined && isDead({ pid, start: start ?? '', space: space ?? '' });
}

function isOwn(folder: string): boolean {
  return lstatSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

function readIfThere(file: string): string {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, 'utf8') : '';
}
