import { readdirSync, readlinkSync } from 'node:fs';
import { codeOf } from '../errors.ts';

const PASSES = 20;

/**
 * Ends every other process that holds a nameless file open: what a killed program left running would write into
 * memory without end. Linux only; elsewhere the file is on a disk, and nobody is found.
 */
export function killHolders(fd: number): void {
  const file = linkOf(`/proc/self/fd/${fd}`);
  if (file === undefined) return;
  // Again, for one of them may just have made another.
  for (let pass = 0; pass < PASSES; pass += 1) {
    const holders = entries('/proc').filter(
      pid => /^\d+$/.test(pid) && Number(pid) !== process.pid && holds(pid, file),
    );
    if (holders.length === 0) return;
    for (const pid of holders) kill(Number(pid));
  }
}

function holds(pid: string, file: string): boolean {
  return entries(`/proc/${pid}/fd`).some(fd => linkOf(`/proc/${pid}/fd/${fd}`) === file);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Gone, or another user's.
    return [];
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH' && codeOf(error) !== 'EPERM') throw error;
  }
}
