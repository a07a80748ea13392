import { readlinkSync } from 'node:fs';
import { codeOf } from '../errors.ts';
import { procStat } from '../process/proc-stat.ts';

/** The process that a folder belongs to: its number, when it began, and the world in which both mean something. */
export interface Owner {
  pid: string;
  start: string;
  space: string;
}

export function self(): Owner {
  return { pid: String(process.pid), start: startOf('self'), space: pidSpace() };
}

/** True where the owner is gone for certain: not where only another world could tell. */
export function isDead({ pid, start, space }: Owner): boolean {
  return space === pidSpace() && startOf(pid) !== start;
}

/** The inode of the pid namespace (pid_namespaces(7)): a container that shares the folder has another one. */
function pidSpace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/**
 * When a process began, in clock ticks since the boot (proc_pid_stat(5), field 22); '0' where only its being alive
 * can be told, '' where it is dead.
 */
export function startOf(pid: string): string {
  if (process.platform === 'linux') {
    try {
      return procStat(pid)[19] ?? '0';
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
