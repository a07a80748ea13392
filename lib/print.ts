import { codeOf, Failed } from './errors.ts';
import { writeAll } from './process/write-all.ts';

/**
 * Writes to stdout and waits until it is taken.
 * @throws Failed 'output' (EPIPE, ENOSPC) where it is not
 */
export async function print(text: string): Promise<void> {
  try {
    await writeAll(1, Buffer.from(text));
  } catch (error) {
    throw new Failed({ kind: 'output', code: codeOf(error) });
  }
}
