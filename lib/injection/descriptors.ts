import { fstatSync, readlinkSync } from 'node:fs';
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

/** Of these, the ones that the caller opened; Node's own have no name in any file system. */
export function callersOwn(descriptors: readonly number[]): Map<number, number> {
  return new Map(descriptors.filter(isCallers).map(fd => [fd, fd]));
}

function isCallers(fd: number): boolean {
  try {
    fstatSync(fd);
    return !readlinkSync(`/proc/self/fd/${fd}`).startsWith('anon_inode:');
  } catch (error) {
    return codeOf(error) !== 'EBADF' && process.platform !== 'linux';
  }
}
