import type { Parsed } from '../arguments.ts';
import { Failed, usage } from '../errors.ts';

/** What npm is doing while a script runs: since npm 11 `npm run` is run, and no longer run-script. */
const SCRIPTS = ['run', 'run-script', 'test', 'start', 'stop', 'restart'];

/**
 * What stands behind the `--`, as far as it has to be there at all: an image, or a command.
 * @throws Failed 'usage' or 'no-dashes' where it is missing
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
  if (words === undefined) throw forgotten(parsed, env);
  if (words.length === 0) {
    const hint =
      command === 'run'
        ? 'write the image there: vaultrun dev -- myimage sh'
        : 'write the command there: vaultrun exec dev -- make deploy';
    throw usage("nothing stands behind '--'", hint);
  }
  return words;
}

function forgotten({ command, positionals, typed }: Parsed, env: NodeJS.ProcessEnv) {
  // https://docs.npmjs.com/cli/v11/using-npm/scripts: set by npm for what it runs, and by pnpm and yarn in part
  const npm =
    env.npm_command === 'exec'
      ? 'npm exec vaultrun --'
      : SCRIPTS.includes(`${env.npm_command}`)
        ? `npm run ${env.npm_lifecycle_event} --`
        : '';
  const chosen = ['VAULTRUN_PROFILE', 'AWS_PROFILE'].find(name => env[name]);
  return new Failed({ kind: 'no-dashes', command, positionals, typed, npm, chosen });
}
