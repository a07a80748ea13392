import { codeOf, Failed } from './errors.ts';

/**
 * Writes to stdout and waits until it is taken.
 * @throws Failed 'output' (EPIPE, ENOSPC) where it is not
 */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new Failed({ kind: 'output', code: codeOf(error) }));
    process.stdout.on('error', fail);
    process.stdout.write(text, error => (error ? fail(error) : resolve()));
  });
}
