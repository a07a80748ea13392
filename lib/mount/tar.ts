const BLOCK = 512;
const REGULAR = new Set(['0', '\0']);

/** The contents of the first regular file of a tar archive; undefined: there is none. */
export function firstFile(archive: Buffer): Buffer | undefined {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 136), 8);
    if (Number.isNaN(size)) return undefined;
    const kind = archive.toString('latin1', at + 156, at + 157);
    const start = at + BLOCK;
    if (REGULAR.has(kind) && size > 0) {
      return start + size <= archive.length ? archive.subarray(start, start + size) : undefined;
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}
