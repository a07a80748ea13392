import { closest, distance } from 'fastest-levenshtein';

/** The word of a list that a misspelt one was most likely meant to be; undefined: none is near enough. */
export function near(word: string, among: readonly string[]): string | undefined {
  if (among.length === 0) return undefined;
  const best = closest(word, among);
  return distance(word, best) <= Math.max(1, Math.floor(word.length / 3)) ? best : undefined;
}
