/** More than any environment can hold; a source that prints it would fill memory. */
export const MOST_BYTES = 16 * 1024 * 1024;
const LOOK_MS = 50;

/**
 * Looks every so often at how much a program has printed.
 * @param tooMuch ends it, and may be called more than once
 * @returns ends the looking
 */
export function guardSize(size: () => number, tooMuch: () => void): () => void {
  const looking = setInterval(() => {
    if (size() > MOST_BYTES) tooMuch();
  }, LOOK_MS);
  return () => clearInterval(looking);
}
