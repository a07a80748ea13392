import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** The start of a program's file, as much as tells what it is. */
export function headOf(path: string): string {
  const head = Buffer.alloc(4096);
  try {
    const fd = openSync(path, 'r');
    const text = head.toString('latin1', 0, readSync(fd, head));
    closeSync(fd);
    return text;
  } catch {
    // It may be executed but not read: no script can be.
    return '';
  }
}

/**
 * Whether a file is a script whose interpreter is not there: the system says then that the script itself is not.
 * https://man7.org/linux/man-pages/man2/execve.2.html
 */
export function lacksInterpreter(path: string): boolean {
  const interpreter = /^#![ \t]*([^\s\0]+)/.exec(headOf(path))?.[1];
  // Its name may be of any bytes.
  return interpreter !== undefined && !existsSync(Buffer.from(interpreter, 'latin1'));
}
