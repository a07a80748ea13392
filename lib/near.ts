import { closest, distance } from 'fastest-levenshtein';
import type { Near } from './errors.ts';

/** The word of a list that a misspelt one was most likely meant to be; undefined: none is near enough. */
export function near(word: string, among: readonly string[]): string | undefined {
  if (among.length === 0) return undefined;
  const best = closest(word, among);
  // Two letters that changed places count as two.
  const most = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return distance(word, best) <= most ? best : undefined;
}

/** The question after a misspelt word, or nothing. */
export function didYouMean({ word, among, prefix = '' }: Near = { word: '', among: [] }): string[] {
  const meant = near(word, among);
  return meant === undefined ? [] : [`did you mean '${prefix}${meant}'?`];
}
