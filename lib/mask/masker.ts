import type { Needles } from './needles.ts';

/** What stands in the output in place of a secret. */
export const MASK = Buffer.from('<masked by vaultrun>');

const NOTHING = Buffer.alloc(0);

/**
 * Masks a stream of bytes that comes in pieces, as if it came in one: from left to right the longest needle that
 * stands at a place is replaced. A tail that could be the start of one is held back until more comes, or until
 * {@link flush}.
 */
export class Masker {
  #needles: Needles;
  #held: Buffer = NOTHING;
  #taken = 0;

  constructor(needles: Needles) {
    this.#needles = needles;
  }

  /** Where in the stream the tail begins that is held back; undefined: nothing is. */
  get tail(): number | undefined {
    return this.#held.length > 0 ? this.#taken - this.#held.length : undefined;
  }

  /** Looks for these from now on; what is held back is looked at again. */
  seek(needles: Needles): void {
    this.#needles = needles;
  }

  /** Takes the next piece; returns what can pass. */
  push(piece: Buffer): Buffer {
    this.#taken += piece.length;
    return this.#mask(this.#held.length > 0 ? Buffer.concat([this.#held, piece]) : piece, false);
  }

  /** Gives up waiting: returns what was held back, with the needles in it masked. */
  flush(): Buffer {
    return this.#mask(this.#held, true);
  }

  #mask(text: Buffer, whole: boolean): Buffer {
    const parts: Buffer[] = [];
    let at = 0;
    let until = -1;
    for (;;) {
      // A needle may reach into what looked like the start of another.
      if (at > until) until = whole ? text.length : this.#needles.beginning(text, at);
      const found = this.#needles.find(text, at, until);
      parts.push(text.subarray(at, found ? found.start : until));
      if (!found) break;
      parts.push(MASK);
      at = found.end;
    }
    // A copy: the piece may be large, and its owner may use it again.
    this.#held = until < text.length ? Buffer.from(text.subarray(until)) : NOTHING;
    return parts.length === 1 ? (parts[0] ?? NOTHING) : Buffer.concat(parts);
  }
}
