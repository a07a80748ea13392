import { readFileSync, writeFileSync } from 'node:fs';

/** https://www.kernel.org/doc/html/latest/filesystems/proc.html (3.4); it passes on to every program that is started. */
const FILTER = '/proc/self/coredump_filter';

/** What the caller's core dumps hold, as the kernel reads it; undefined: not Linux. */
export const CALLERS_FILTER = read();

/** From here on a core dump of this process, should there be one, holds none of its memory. */
export function keepOutOfCoreDumps(): void {
  write('0');
}

/** Does something in which a program is started that is not ours: its core dumps stay as the caller has them. */
export function withCallersCoreDumps<T>(start: () => T): T {
  if (CALLERS_FILTER !== undefined) write(CALLERS_FILTER);
  try {
    return start();
  } finally {
    keepOutOfCoreDumps();
  }
}

function read(): string | undefined {
  try {
    return `0x${readFileSync(FILTER, 'utf8').trim()}`;
  } catch {
    return undefined;
  }
}

function write(filter: string): void {
  try {
    writeFileSync(FILTER, filter);
  } catch {
    // Not Linux.
  }
}
