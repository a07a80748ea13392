import { OTHER_KEYS } from '../environment/identity.ts';
import { matcher } from '../environment/pattern.ts';
import type { Wishes } from '../environment/select.ts';
import { KEYS } from '../environment/verdict.ts';
import { type ReadWords, valuesOf } from './words.ts';

/** A variable that would take the place of the fresh credentials, and who sets it. */
export interface Conflict {
  name: string;
  place: string;
}

/** What an SDK prefers to a profile: keys by whatever names, a web identity, and the token of the one service that has one. */
const STRONGER = [
  ...KEYS,
  ...OTHER_KEYS,
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_BEARER_TOKEN_BEDROCK',
];
/** Ours as well, where the user's words would come later and win. */
const OURS = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];

/**
 * The first variable of the user's words that would win over the mount.
 * @param read the text of an env-file; undefined: it can be read only once, or not at all
 */
export function conflictInWords(
  words: ReadWords,
  host: Readonly<Record<string, string | undefined>>,
  read: (file: string) => string | undefined,
): Conflict | undefined {
  const wins = [...STRONGER, ...OURS];
  for (const text of valuesOf(words, 'e', 'env')) {
    const name = wins.find(each => each === nameIn(text));
    if (name) return { name, place: "the -e behind the '--'" };
  }
  for (const file of valuesOf(words, 'env-file')) {
    const lines = (read(file) ?? '').split('\n').map(line => nameIn(line.trim()));
    const name = wins.find(each => lines.includes(each));
    if (name) return { name, place: `the env-file ${file}` };
  }
  // podman's: all of the host's environment.
  if (words.flags.some(flag => flag.name === 'env-host' && flag.value !== 'false')) {
    const name = wins.find(each => host[each]);
    if (name) return { name, place: '--env-host' };
  }
  return undefined;
}

/** The first variable that the user lets in from the host and that would win; the vault's own never come from there. */
export function conflictInWishes(
  { pass, drop }: Wishes,
  host: Readonly<Record<string, string | undefined>>,
): Conflict | undefined {
  const wanted = matcher(pass);
  const dropped = matcher(drop);
  const name = STRONGER.find(
    each => !KEYS.includes(each) && host[each] && wanted(each) && !dropped(each),
  );
  return name === undefined ? undefined : { name, place: '--pass' };
}

/** The first variable of an image's ENV that would win over the mount; ours win over the image's. */
export function conflictInImage(env: readonly string[], image: string): Conflict | undefined {
  const name = STRONGER.find(each =>
    env.some(text => nameIn(text) === each && text !== `${each}=`),
  );
  return name === undefined ? undefined : { name, place: `the image ${image}` };
}

function nameIn(assignment: string): string {
  return assignment.replace(/=.*$/s, '');
}
