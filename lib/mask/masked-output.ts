import { write } from 'node:fs';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf } from '../errors.ts';
import type { Masker } from './masker.ts';

/** How long a tail that could be the start of a secret waits. */
const PATIENCE_MS = 1000;
/** How soon a full descriptor that somebody made non-blocking is tried again. */
const RETRY_MS = 5;
const BUFFER_BYTES = 256 * 1024;

/**
 * Writes what comes, masked, to a descriptor. Each write waits on a thread of its own: process.stdout would make the
 * descriptor non-blocking for all who share it, and a synchronous write would keep signals waiting.
 */
export class MaskedOutput extends Writable {
  readonly #fd: number;
  readonly #masker: Masker;
  #written: Promise<void> = Promise.resolve();
  #patience: NodeJS.Timeout | undefined;
  #awaited: number | undefined;
  #moved = performance.now();

  constructor(fd: number, masker: Masker) {
    super({ highWaterMark: BUFFER_BYTES, decodeStrings: false });
    this.#fd = fd;
    this.#masker = masker;
  }

  /** For how long nothing has come and nothing was waiting to be taken. */
  get quietMs(): number {
    return this.writableLength > 0 ? 0 : performance.now() - this.#moved;
  }

  override _write(piece: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pass(this.#masker.push(piece)).then(() => done(), done);
    this.#awaitMore();
  }

  override _final(done: (error?: Error | null) => void): void {
    clearTimeout(this.#patience);
    this.#pass(this.#masker.flush()).then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#patience);
    done(error);
  }

  /** A tail that has only grown goes on waiting from when it began. */
  #awaitMore(): void {
    const { tail } = this.#masker;
    if (tail === this.#awaited) return;
    clearTimeout(this.#patience);
    this.#awaited = tail;
    if (tail === undefined) return;
    this.#patience = setTimeout(() => {
      this.#awaited = undefined;
      this.#pass(this.#masker.flush()).catch(error => this.destroy(error));
    }, PATIENCE_MS);
  }

  #pass(bytes: Buffer): Promise<void> {
    this.#written = this.#written.then(async () => {
      await writeAll(this.#fd, bytes);
      this.#moved = performance.now();
    });
    return this.#written;
  }
}

const writeSome = promisify(write);

async function writeAll(fd: number, bytes: Buffer): Promise<void> {
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
