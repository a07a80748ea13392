import { near } from '../command-line/near.ts';
import { Failed } from '../errors.ts';

/** How the names of all settings begin: what all have in common would make every two of them near. */
const PREFIX = 'VAULTRUN_';

/** A key of a file of settings that is none, and those that it may have been meant to be. */
export function unknownSetting(
  origin: string,
  key: string,
  hint: string,
  names: readonly string[],
): Failed {
  return new Failed({
    kind: 'setting',
    origin,
    problem: `${key} is not a setting of vaultrun`,
    hint,
    near: { word: rest(key), among: names.map(rest), prefix: PREFIX },
  });
}

/** A name of the environment that is no setting, and the one that it may have been meant to be. */
export interface Misspelt {
  problem: string;
  hint: string;
}

/** Of the names in the environment that are no settings, those that are near to one; the others are somebody's own. */
export function misspelt(unknown: readonly string[], names: readonly string[]): Misspelt[] {
  return unknown.flatMap(name => {
    const meant = near(rest(name), names.map(rest));
    const problem = `${name} is no setting, so nothing reads it`;
    return meant === undefined ? [] : [{ problem, hint: `did you mean ${PREFIX}${meant}?` }];
  });
}

function rest(name: string): string {
  return name.slice(PREFIX.length);
}
