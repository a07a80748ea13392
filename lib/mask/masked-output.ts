import { Writable } from 'node:stream';
import { writeAll } from '../process/write-all.ts';
import type { Masker } from './masker.ts';

/** How long a tail that could be the start of a secret waits. */
const PATIENCE_MS = 1000;
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
  #moves = 0;

  constructor(fd: number, masker: Masker) {
    super({ highWaterMark: BUFFER_BYTES, decodeStrings: false });
    this.#fd = fd;
    this.#masker = masker;
  }

  /** How often something came and was taken; undefined while something waits to be. */
  get moves(): number | undefined {
    return this.writableLength > 0 ? undefined : this.#moves;
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
      this.#moves += 1;
    });
    return this.#written;
  }
}
