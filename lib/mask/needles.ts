/** Where a needle stands in a text. */
export interface Found {
  start: number;
  end: number;
}

/** Two bytes at a time are looked at. */
const BLOCK = 2;

/**
 * Looks for several byte strings at once, as Wu and Manber (1994) do: the last two bytes of a window as long as the
 * shortest needle tell how far the window may jump, so that most of a text is never looked at. All needles have at
 * least two bytes.
 */
export class Needles {
  readonly #shortest: number;
  readonly #longest: number;
  /** by two bytes: how far a window that ends with them may jump */
  readonly #jumps: Uint16Array;
  /** by the two bytes: the needles whose first window ends with them, longest first */
  readonly #ending = new Map<number, Buffer[]>();
  /** by their first two bytes, longest first */
  readonly #beginning = new Map<number, Buffer[]>();
  /** which two bytes, or which one at the very end of a text, begin a needle: most places are done with this */
  readonly #begins = new Uint8Array(0x10000);
  readonly #beginsLast = new Uint8Array(0x100);

  constructor(needles: readonly Buffer[]) {
    const sorted = [...needles].sort((a, b) => b.length - a.length);
    this.#longest = sorted[0]?.length ?? 0;
    this.#shortest = Math.min(sorted.at(-1)?.length ?? BLOCK, 0xffff);
    this.#jumps = new Uint16Array(0x10000).fill(this.#shortest - BLOCK + 1);
    for (const needle of sorted) {
      for (let end = BLOCK; end <= this.#shortest; end += 1) {
        const block = blockBefore(needle, end);
        this.#jumps[block] = Math.min(this.#jumps[block] ?? 0, this.#shortest - end);
      }
      add(this.#ending, blockBefore(needle, this.#shortest), needle);
      add(this.#beginning, blockBefore(needle, BLOCK), needle);
      this.#begins[blockBefore(needle, BLOCK)] = 1;
      this.#beginsLast[needle[0] ?? 0] = 1;
    }
  }

  /** The first needle that starts in [from, until), and of those that start there the longest. */
  find(text: Buffer, from: number, until: number): Found | undefined {
    let start = from;
    while (start < until && start + this.#shortest <= text.length) {
      const block = blockBefore(text, start + this.#shortest);
      const jump = this.#jumps[block] ?? 0;
      if (jump === 0) {
        for (const needle of this.#ending.get(block) ?? []) {
          const end = start + needle.length;
          if (end <= text.length && agree(text, start, end, needle)) return { start, end };
        }
      }
      start += jump || 1;
    }
    return undefined;
  }

  /** The first place from which on the text is the beginning, and no more, of a needle; else the text's length. */
  beginning(text: Buffer, from: number): number {
    const begins = this.#begins;
    const end = text.length;
    const last = Math.max(from, end - 1);
    for (let start = Math.max(from, end - this.#longest + 1); start < last; start += 1) {
      const block = blockBefore(text, start + BLOCK);
      if (begins[block] === 0) continue;
      for (const needle of this.#beginning.get(block) ?? []) {
        if (needle.length <= end - start) break;
        if (agree(text, start, end, needle)) return start;
      }
    }
    return last < end && this.#beginsLast[text[last] ?? 0] === 1 ? last : end;
  }
}

function add(lists: Map<number, Buffer[]>, block: number, needle: Buffer): void {
  lists.set(block, [...(lists.get(block) ?? []), needle]);
}

function blockBefore(bytes: Buffer, end: number): number {
  return ((bytes[end - 2] ?? 0) << 8) | (bytes[end - 1] ?? 0);
}

/** Byte by byte: most differ at once, and a call of Buffer.compare costs more than that. */
function agree(text: Buffer, start: number, end: number, needle: Buffer): boolean {
  for (let at = start; at < end; at += 1) {
    if (text[at] !== needle[at - start]) return false;
  }
  return true;
}
