import { ENGINES } from '../engines.ts';
import type { Selection } from '../environment/select.ts';
import { KEYS, ruling } from '../environment/verdict.ts';
import type { Invocation } from '../invocation.ts';

/** Whether it is a container that gets the variables, as far as that is to be seen. */
export function forContainer({ command, words, format }: Invocation): boolean {
  switch (command) {
    case 'run':
      return true;
    case 'exec':
      return words.some(word => RUNS_CONTAINERS.has(word.slice(word.lastIndexOf('/') + 1)));
    case 'env':
      return format === 'env' || format === 'json';
  }
}

const RUNS_CONTAINERS: ReadonlySet<string> = new Set([...ENGINES, 'docker-compose']);

const LOOPBACK =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0)(?:[:/?#]|$)/i;

/** The endpoints among the variables that lead a container to itself. */
export function loopback({ variables }: Selection, words: readonly string[]): string[] {
  const shared = words.some(
    (word, i) =>
      /^--net(?:work)?=host$/.test(word) ||
      (word === 'host' && /^--net(?:work)?$/.test(words[i - 1] ?? '')),
  );
  if (shared) return [];
  return variables
    .filter(([name, value]) => ruling(name, value).loopback && LOOPBACK.test(value))
    .map(
      ([name]) => `${name} is a loopback address: inside, that is the container and not this host`,
    );
}

/** That an option of the words takes what vaultrun has chosen back. */
export function mixed(words: readonly string[]): string | undefined {
  const bare = words.find(
    (word, i) =>
      KEYS.some(key => word === `--env=${key}` || word === `-e${key}`) ||
      (KEYS.includes(word) && /^(?:-e|--env)$/.test(words[i - 1] ?? '')),
  );
  const name = bare?.replace(/^(?:--env=|-e)/, '');
  return name
    ? `the bare -e ${name} behind the '--' takes the host's value in place of the profile's`
    : undefined;
}

/** `docker run` behind the `--`, which would be an image called docker. */
export function doubled(words: readonly string[]): string | undefined {
  const isEngine = (word: string | undefined) => (ENGINES as readonly string[]).includes(`${word}`);
  const [first = ''] = words;
  const at = first === 'sudo' ? 1 : 0;
  const run = isEngine(words[at]) && words[at + 1] === 'run' ? at + 2 : first === 'run' ? 1 : 0;
  return run > 0
    ? `'${words.slice(0, run).join(' ')}' is written by vaultrun itself, so this is an image called ${first}: leave ${run === 1 ? 'the word' : 'these words'} out`
    : undefined;
}
