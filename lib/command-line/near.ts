import { closest, distance } from 'fastest-levenshtein';
import type { Near } from '../errors.ts';

/** Fewer letters begin too much. */
const SHORTEST_START = 3;

/**
 * The word of a list that a misspelt one was most likely meant to be; undefined: none is near enough. The letters'
 * case and two neighbours that changed places are the nearest, then the start of one alone.
 */
export function near(word: string, among: readonly string[]): string | undefined {
  if (among.length === 0 || among.includes(word)) return among.find(other => other === word);
  const typed = word.toLowerCase();
  const lower = among.map(other => other.toLowerCase());
  const swapped = lower.findIndex(other => other === typed || isSwap(typed, other));
  if (swapped >= 0) return among[swapped];
  const begun = among.filter((_, i) => lower[i]?.startsWith(typed));
  if (word.length >= SHORTEST_START && begun.length === 1) return begun[0];
  const best = closest(typed, lower);
  // Two letters that changed places count as two.
  const most = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return distance(typed, best) <= most ? among[lower.indexOf(best)] : undefined;
}

/** Whether two words differ by one pair of neighbours alone. */
function isSwap(one: string, other: string): boolean {
  const at = [...one].findIndex((letter, i) => letter !== other[i]);
  const swapped = `${one.slice(0, at)}${one[at + 1] ?? ''}${one[at] ?? ''}${one.slice(at + 2)}`;
  return at >= 0 && one.length === other.length && swapped === other;
}

/** The question after a misspelt word, or nothing. */
export function didYouMean({ word, among, prefix = '' }: Near = { word: '', among: [] }): string[] {
  const meant = near(word, among);
  return meant === undefined ? [] : [`did you mean '${prefix}${meant}'?`];
}
