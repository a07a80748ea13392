import { write } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf } from '../errors.ts';

/** How soon a full descriptor that somebody made non-blocking is tried again. */
const RETRY_MS = 5;
const writeSome = promisify(write);

/**
 * Writes to a descriptor until all is taken. Node's own stdout takes a short write to a nearly full disk for a whole
 * one, and makes a pipe non-blocking for all who share it.
 * @throws the system's error (EPIPE, ENOSPC)
 */
export async function writeAll(fd: number, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    try {
      const { bytesWritten } = await writeSome(fd, bytes, at, bytes.length - at, null);
      at += bytesWritten;
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      await sleep(RETRY_MS);
    }
  }
}
