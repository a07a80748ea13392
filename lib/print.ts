import { codeOf, Failed, isFailed } from './errors.ts';
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

/**
 * Ditto, for what people read: who has seen enough closes the pipe (`| head -1`), and that is no failure.
 * @throws Failed 'output' (ENOSPC)
 */
export async function show(text: string): Promise<void> {
  try {
    await print(text);
  } catch (error) {
    const closed =
      isFailed(error) && error.failure.kind === 'output' && error.failure.code === 'EPIPE';
    if (!closed) throw error;
  }
}
