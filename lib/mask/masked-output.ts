import { Writable } from 'node:stream';
import { writeAll } from '../process/write-all.ts';
import type { Masker } from './masker.ts';

/** A tail that could be the start of a secret waits until nothing has come for so many looks: a second. */
const QUIET_LOOKS = 20;
const LOOK_MS = 50;
const BUFFER_BYTES = 256 * 1024;

/**
 * Writes what comes, masked, to a descriptor. Each write waits on a thread of its own: process.stdout would make the
 * descriptor non-blocking for all who share it, and a synchronous write would keep signals waiting.
 */
export class MaskedOutput extends Writable {
  readonly #fd: number;
  readonly #masker: Masker;
  #written: Promise<void> = Promise.resolve();
  #looking: NodeJS.Timeout | undefined;
  #quiet = 0;
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
    clearInterval(this.#looking);
    this.#pass(this.#masker.flush()).then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.#looking);
    done(error);
  }

  /**
   * In looks and not in time: a process that was stopped for a while has not listened meanwhile. While a write waits for
   * a reader nothing is read either, so that the rest of a secret may be in the pipe already.
   */
  #awaitMore(): void {
    clearInterval(this.#looking);
    this.#quiet = 0;
    if (this.#masker.tail === undefined) return;
    this.#looking = setInterval(() => {
      this.#quiet = this.writableLength > 0 ? 0 : this.#quiet + 1;
      if (this.#quiet < QUIET_LOOKS) return;
      clearInterval(this.#looking);
      this.#pass(this.#masker.flush()).catch(error => this.destroy(error));
    }, LOOK_MS);
  }

  #pass(bytes: Buffer): Promise<void> {
    this.#written = this.#written.then(async () => {
      await writeAll(this.#fd, bytes);
      this.#moves += 1;
    });
    return this.#written;
  }
}
