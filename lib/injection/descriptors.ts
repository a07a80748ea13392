import { fstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { codeOf } from '../errors.ts';

/** The first descriptor that is not one of the three standard ones. */
export const FIRST = 3;
/** Node keeps the caller's descriptors below this from whatever it executes. */
const SURVIVING = 16;

/** The numbers of the descriptors that the user's words name by path. */
export function descriptorsIn(words: readonly string[]): number[] {
  const found = words.flatMap(word => [
    ...word.matchAll(/(?:\/dev\/fd|\/proc\/self\/fd)\/(\d{1,4})(?!\d)/g),
  ]);
  return [...new Set(found.map(([, number]) => Number(number)))];
}

/** Of these, the ones that a child gets only if they are handed on. */
export function lowOnes(descriptors: readonly number[]): number[] {
  return descriptors.filter(fd => fd >= FIRST && fd < SURVIVING);
}

/**
 * Of these, the ones that the caller opened. Node's own have no name in any file system, or are pipes with both ends
 * here; whoever wrote into one of those could write into this process.
 */
export function callersOwn(descriptors: readonly number[]): Map<number, number> {
  return new Map(descriptors.filter(isCallers).map(fd => [fd, fd]));
}

function isCallers(fd: number): boolean {
  try {
    fstatSync(fd);
    const link = linkOf(fd);
    return !link.startsWith('anon_inode:') && !(link.startsWith('pipe:') && hasOtherEnd(fd, link));
  } catch (error) {
    return codeOf(error) !== 'EBADF' && process.platform !== 'linux';
  }
}

function hasOtherEnd(fd: number, link: string): boolean {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .some(other => other >= FIRST && isLinked(other, link) && modeOf(other) !== modeOf(fd));
}

/** Whether it is there at all: the folder's own descriptor is gone once it has been read. */
function isLinked(fd: number, link: string): boolean {
  try {
    return linkOf(fd) === link;
  } catch {
    return false;
  }
}

function linkOf(fd: number): string {
  return readlinkSync(`/proc/self/fd/${fd}`);
}

/** For reading or for writing: proc_pid_fdinfo(5), the last digit. */
function modeOf(fd: number): string | undefined {
  return /^flags:\s*\d*(\d)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
}
