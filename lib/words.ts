import type { Parsed } from './arguments.ts';
import { shellQuoted } from './environment/quote.ts';
import { type Failed, usage } from './errors.ts';
import { COMMANDS } from './options.ts';

/**
 * What stands behind the `--`, as far as it has to be there at all: an image, or a command.
 * @throws Failed 'usage' where it is missing
 */
export function wordsOf(
  command: 'run' | 'exec' | 'env',
  parsed: Parsed,
  words: string[] | undefined,
  env: NodeJS.ProcessEnv,
): string[] {
  if (command === 'env') {
    if (words === undefined) return [];
    throw usage(
      "'vaultrun env' runs nothing, so no '--' belongs to it",
      'to run something: vaultrun exec',
    );
  }
  const hint =
    command === 'run'
      ? 'write the image there: vaultrun dev -- myimage sh'
      : 'write the command there: vaultrun exec dev -- make deploy';
  if (words === undefined)
    throw command === 'run'
      ? forgotten(parsed, env)
      : usage("there is no '--' before the command", hint);
  if (words.length === 0) throw usage("nothing stands behind '--'", hint);
  return words;
}

function forgotten({ positionals, command }: Parsed, env: NodeJS.ProcessEnv): Failed {
  const [first, ...rest] = positionals;
  if (first === undefined) {
    return usage('nothing is said to be run', 'vaultrun dev -- myimage sh, or see vaultrun --help');
  }
  const line =
    rest.length > 0 ? `${shellQuoted([first])} -- ${shellQuoted(rest)}` : 'dev -- myimage sh';
  // https://docs.npmjs.com/cli/v11/using-npm/scripts: set by npm for what it runs
  const npm = env.npm_command === 'exec' || env.npm_command === 'run-script';
  const hint = npm
    ? `npm keeps the first '--' for itself: npm exec vaultrun -- ${line}`
    : `the image comes behind it: vaultrun ${line}`;
  const near = command ? undefined : { word: first, among: [...COMMANDS] };
  return usage("there is no '--' before the image", hint, near);
}
